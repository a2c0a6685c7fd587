//! Training events of fixtures: held, with sessions, and people who were marked.

use chrono::NaiveDate;
use entity::enums::{Sex, TrainingDomain, TrainingKind, TrainingStatus};
use entity::ids::{AreaId, PersonId, TrainingGuestId, TrainingId, TrainingSessionId};
use entity::{attendance, training_event, training_event_topic, training_guest, training_session};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{App, day};

/// An event that was held, with its sessions.
#[derive(Clone, Debug)]
pub struct Training {
    /// The event.
    pub id: TrainingId,
    /// Its sessions, in their order.
    pub sessions: Vec<TrainingSessionId>,
}

impl Training {
    /// Its path.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/v1/training-events/{}", self.id)
    }

    /// The path of one of its sessions.
    #[must_use]
    pub fn session(&self, n: usize) -> String {
        format!("{}/sessions/{}", self.path(), self.sessions[n])
    }
}

impl App {
    /// An event about growing crops that was held in an area, with a session on each of these days from 8 to 11.
    pub async fn training(&self, area: AreaId, days: &[&str]) -> Training {
        let id = TrainingId::from(Uuid::now_v7());
        let days: Vec<NaiveDate> = days.iter().map(|on| day(on)).collect();
        self.insert(self.event_row(id, area, &days)).await;
        let topic = "crop_techniques".to_owned();
        self.insert(training_event_topic::ActiveModel { event_id: Set(id), topic: Set(topic) }).await;
        let mut sessions = Vec::new();
        for on in days {
            sessions.push(self.insert(self.session_row(id, on)).await.id);
        }
        Training { id, sessions }
    }

    pub(crate) fn event_row(
        &self,
        id: TrainingId,
        area: AreaId,
        days: &[NaiveDate],
    ) -> training_event::ActiveModel {
        let title = "Kỹ thuật trồng lạc".to_owned();
        training_event::ActiveModel {
            id: Set(id),
            code: Set(format!("TH-9{:05}", self.serial())),
            sort_key: Set(entity::vietnamese::sort_key(&title)),
            title: Set(title),
            kind: Set(TrainingKind::Production),
            domain: Set(Some(TrainingDomain::Crop)),
            area_id: Set(area),
            place: Set("Nhà văn hoá xóm".to_owned()),
            provider: Set("Trung tâm Khuyến nông".to_owned()),
            budget_vnd: Set(None),
            completion_bps: Set(8_000),
            for_members: Set(true),
            for_commune_cadres: Set(false),
            for_branch_cadres: Set(false),
            for_others: Set(false),
            status: Set(TrainingStatus::Held),
            first_on: Set(days.iter().min().copied()),
            last_on: Set(days.iter().max().copied()),
            listed_on: Set(days.iter().max().copied().unwrap_or_else(|| day("1900-01-01"))),
            status_reason: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        }
    }

    fn session_row(&self, event_id: TrainingId, on: NaiveDate) -> training_session::ActiveModel {
        let at = |hour: u32| on.and_hms_opt(hour, 0, 0).unwrap_or_default().and_utc();
        training_session::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            event_id: Set(event_id),
            starts_at: Set(at(1)),
            ends_at: Set(at(4)),
            held_on: Set(on),
            minutes: Set(180),
            place: Set(None),
            trainer: Set(Some("Nông Văn Dạy".to_owned())),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        }
    }

    /// Marks a person at the sessions of an event with these numbers; participants are not counted anew.
    pub async fn mark(&self, training: &Training, sessions: &[usize], person: PersonId) {
        for n in sessions {
            self.insert(self.mark_row(training, *n, (Some(person), None))).await;
        }
    }

    /// A guest of an event, who may have turned out to be a person, marked at the sessions with these numbers.
    pub async fn guest(
        &self,
        training: &Training,
        sessions: &[usize],
        (sex, person): (Sex, Option<PersonId>),
    ) -> TrainingGuestId {
        let id = TrainingGuestId::from(Uuid::now_v7());
        self.insert(training_guest::ActiveModel {
            id: Set(id),
            event_id: Set(training.id),
            full_name: Set("Hoàng Thị Khách".to_owned()),
            sex: Set(sex),
            birth_year: Set(Some(1990)),
            remark: Set(None),
            person_id: Set(person),
            matched_at: Set(person.map(|_| self.now())),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        for n in sessions {
            self.insert(self.mark_row(training, *n, (None, Some(id)))).await;
        }
        id
    }

    fn mark_row(
        &self,
        training: &Training,
        n: usize,
        (person_id, guest_id): (Option<PersonId>, Option<TrainingGuestId>),
    ) -> attendance::ActiveModel {
        attendance::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            event_id: Set(training.id),
            session_id: Set(training.sessions[n]),
            person_id: Set(person_id),
            guest_id: Set(guest_id),
            created_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        }
    }
}

/// The body of a new event about growing crops.
#[must_use]
pub fn new_training(area: AreaId, sessions: &[Value]) -> Value {
    json!({
        "title": "Kỹ thuật trồng lạc vụ xuân", "kind": "production", "domain": "crop", "topics": ["crop_techniques", "forage"],
        "area_id": area, "place": "Nhà văn hoá xóm Nà Giàng", "provider": "Trung tâm Khuyến nông tỉnh",
        "budget_vnd": 12_000_000, "audience": ["members", "branch_cadres"], "sessions": sessions,
    })
}

/// The body of a session between two instants.
#[must_use]
pub fn new_session(starts_at: &str, ends_at: &str) -> Value {
    json!({ "starts_at": starts_at, "ends_at": ends_at, "trainer": "Nông Văn Dạy" })
}
