//! Posts of cadres, and training that people have completed, put into the database directly.

use entity::enums::{CadreLevel, TrainingKind, TrainingStatus};
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
        let title = "Tập huấn thử".to_owned();
        self.insert(training_event::ActiveModel {
            id: Set(id),
            code: Set(format!("TH-9{:05}", self.serial())),
            sort_key: Set(entity::vietnamese::sort_key(&title)),
            title: Set(title),
            kind: Set(TrainingKind::Other),
            domain: Set(None),
            area_id: Set(area),
            place: Set("Nhà văn hoá".to_owned()),
            provider: Set("Trung tâm Khuyến nông".to_owned()),
            budget_vnd: Set(None),
            completion_bps: Set(8_000),
            for_members: Set(true),
            for_commune_cadres: Set(false),
            for_branch_cadres: Set(false),
            for_others: Set(false),
            status: Set(TrainingStatus::Held),
            first_on: Set(Some(day(last_on))),
            last_on: Set(Some(day(last_on))),
            listed_on: Set(day(last_on)),
            status_reason: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
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
