//! Posts of cadres, and training that people have completed, put into the database directly.

use entity::enums::{CadreLevel, TrainingKind};
use entity::ids::{AreaId, CadrePostId, PersonId, TrainingId};
use entity::{cadre_post, training_event, training_event_topic, training_participant};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use crate::app::{App, day};

impl App {
    /// A post that is held since a day.
    pub async fn cadre_post(
        &self,
        person: PersonId,
        level: CadreLevel,
        (area, from): (AreaId, &str),
    ) -> CadrePostId {
        self.ended_cadre_post(person, level, (area, from, None)).await
    }

    /// A post between two days.
    pub async fn ended_cadre_post(
        &self,
        person: PersonId,
        level: CadreLevel,
        (area, from, until): (AreaId, &str, Option<&str>),
    ) -> CadrePostId {
        let id = CadrePostId::from(Uuid::now_v7());
        self.insert(cadre_post::ActiveModel {
            id: Set(id),
            person_id: Set(person),
            level: Set(level),
            area_id: Set(area),
            title: Set("Chi hội trưởng".to_owned()),
            from_on: Set(day(from)),
            until_on: Set(until.map(day)),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        id
    }

    /// A training that was held in a unit and ended on a day.
    pub async fn past_training(&self, area: AreaId, topics: &[&str], last_on: &str) -> TrainingId {
        let id = TrainingId::from(Uuid::now_v7());
        let event = self.event_row(id, area, &[day(last_on)]);
        self.insert(training_event::ActiveModel {
            kind: Set(TrainingKind::Other),
            domain: Set(None),
            ..event
        })
        .await;
        for topic in topics {
            let row =
                training_event_topic::ActiveModel { event_id: Set(id), topic: Set((*topic).to_owned()) };
            self.insert(row).await;
        }
        id
    }

    /// Somebody who took part, and completed the training on a day or did not.
    pub async fn took_part(&self, training: TrainingId, person: PersonId, completed_on: Option<&str>) {
        self.insert(training_participant::ActiveModel {
            event_id: Set(training),
            person_id: Set(person),
            sessions: Set(1),
            completed_on: Set(completed_on.map(day)),
        })
        .await;
    }
}
