//! Training events made over the API, ready for marks.

use entity::ids::{AreaId, PersonId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::App;
use crate::callers::{Ask, Caller};
use crate::calls::step;
use crate::trainings::{new_session, new_training};

/// A training event with its sessions, and the officer who keeps it.
#[derive(Clone, Debug)]
pub struct Course {
    /// An officer of the province.
    pub officer: Caller,
    /// The path of the event.
    pub path: String,
    /// Its sessions, in their order.
    pub sessions: Vec<Uuid>,
}

impl Course {
    /// An event as its body says, not held yet.
    pub async fn planned(app: &App, body: Value) -> Self {
        let officer = app.as_officer_of(app.province().await).await;
        let made = officer.post("/v1/training-events", body).await.expect(201);
        let path = format!("/v1/training-events/{}", made.id());
        let sessions = officer.get(&format!("{path}/sessions")).await.expect(200).ids();
        Self { officer, path, sessions }
    }

    /// An event of three mornings in June 2026, held on the last of them.
    pub async fn held(app: &App, area: AreaId) -> Self {
        let morning = |day: u32| {
            new_session(&format!("2026-06-{day:02}T01:00:00Z"), &format!("2026-06-{day:02}T03:30:00Z"))
        };
        let course = Self::planned(app, new_training(area, &[morning(8), morning(9), morning(10)])).await;
        course.step("hold", Value::Null).await;
        course
    }

    /// Takes a step that succeeds.
    pub async fn step(&self, action: &str, body: Value) {
        step(&self.officer, &self.path, action, body).await.expect(200);
    }

    /// Sends marks of persons in a session.
    pub fn mark(&self, session: usize, persons: &[PersonId]) -> Ask {
        self.send(self.marks(session, persons))
    }

    /// A body with marks.
    #[must_use]
    pub fn marks(&self, session: usize, persons: &[PersonId]) -> Value {
        json!({ "sessions": [{ "session_id": self.sessions[session], "person_ids": persons }] })
    }

    /// Sends marks.
    pub fn send(&self, body: Value) -> Ask {
        self.officer.post(&format!("{}/attendances", self.path), body)
    }

    /// Writes a guest down; its path.
    pub async fn guest(&self, name: &str) -> String {
        let body = json!({ "full_name": name, "sex": "female", "birth_year": 1979 });
        let made = self.officer.post(&format!("{}/guests", self.path), body).await.expect(201);
        format!("{}/guests/{}", self.path, made.id())
    }

    /// What the event adds up to.
    pub async fn counts(&self) -> Value {
        self.officer.get(&format!("{}/counts", self.path)).await.expect(200).json
    }
}
