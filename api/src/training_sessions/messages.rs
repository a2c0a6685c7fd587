//! What goes over the wire about sessions.

use chrono::NaiveDate;
use entity::{
    ids::{AreaId, TrainingId, TrainingSessionId},
    training_event,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::queries::Shown;
use crate::{
    http::{Filter, etag_of, present},
    store::{Owner, Resource, facts_of},
    values::{Instant, Line, Paragraph},
};

/// So many people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct People {
    /// All of them.
    #[schema(minimum = 0, maximum = 1_000_000, example = 27)]
    pub total: i64,
    /// Men; null for those who may not see who came.
    #[schema(minimum = 0, maximum = 1_000_000, example = 12)]
    pub male: Option<i64>,
    /// Women; null for those who may not see who came.
    #[schema(minimum = 0, maximum = 1_000_000, example = 15)]
    pub female: Option<i64>,
    /// Of sex not stated; null for those who may not see who came.
    #[schema(minimum = 0, maximum = 1_000_000, example = 0)]
    pub unknown: Option<i64>,
}

impl People {
    /// Of men, women and people of sex not stated so many; the parts for those who may see them.
    #[must_use]
    pub fn of([male, female, unknown]: [i64; 3], sees_parts: bool) -> Self {
        let part = |n: i64| sees_parts.then_some(n);
        Self {
            total: male + female + unknown,
            male: part(male),
            female: part(female),
            unknown: part(unknown),
        }
    }
}

/// A session of a training event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrainingSession {
    /// Its id.
    pub id: TrainingSessionId,
    /// The event.
    pub event_id: TrainingId,
    /// When it begins.
    pub starts_at: Instant,
    /// When it ends.
    pub ends_at: Instant,
    /// The day it begins, in Vietnam.
    pub held_on: NaiveDate,
    /// Where, if elsewhere than the event.
    #[schema(max_length = 160, example = "Ruộng trình diễn xóm Nà Giàng")]
    pub place: Option<String>,
    /// Who teaches; null for those who may not see who came.
    #[schema(max_length = 120, example = "Nông Văn Mẫu")]
    pub trainer: Option<String>,
    /// How long it lasts.
    #[schema(minimum = 0, maximum = 1440, example = 210)]
    pub minutes: i32,
    /// How many were counted; null when nobody counted.
    pub heads: Option<People>,
    /// How many are on the list: persons and guests who were marked, each once.
    pub names: People,
    /// Whether heads and names differ, in all or of either sex; null when nobody counted.
    pub differs: Option<bool>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// The unit of the event.
    #[serde(skip)]
    pub area_id: AreaId,
}

impl TrainingSession {
    /// The view of a session of an event, for somebody who may see who came or not.
    #[must_use]
    pub fn of(shown: Shown, event: &training_event::Model, sees_people: bool) -> Self {
        let (heads, names) = (shown.heads(), shown.names());
        let row = shown.row;
        Self {
            id: row.id,
            event_id: row.event_id,
            starts_at: row.starts_at.into(),
            ends_at: row.ends_at.into(),
            held_on: row.held_on,
            place: row.place,
            trainer: row.trainer.filter(|_| sees_people),
            minutes: row.minutes,
            heads: heads.map(|heads| People::of(heads, sees_people)),
            names: People::of(names, sees_people),
            differs: heads.map(|heads| heads != names),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            area_id: event.area_id,
        }
    }

    /// The same without the name of the trainer, which is not remembered.
    #[must_use]
    pub fn without_names(&self) -> Self {
        Self { trainer: None, ..self.clone() }
    }
}

impl Resource for TrainingSession {
    const KIND: &'static str = "training_session";
    const COLLECTION: &'static str = "/v1/training-events";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// It shows how many were marked, and to some more than to others.
    fn is_told_by_revision(&self) -> bool {
        false
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.area_id)]
    }

    /// Without the name of the trainer, and what follows from the marks.
    fn facts(&self) -> Value {
        let mut facts = facts_of(self);
        if let Value::Object(members) = &mut facts {
            ["trainer", "names", "differs"].iter().for_each(|name| drop(members.shift_remove(*name)));
        }
        facts
    }

    fn path(&self) -> String {
        format!("{}/{}/sessions/{}", Self::COLLECTION, self.event_id, self.id)
    }
}

/// Filters of the list of sessions: none.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct TrainingSessionFilter {}

impl Filter for TrainingSessionFilter {
    const SORTS: &'static [&'static str] = &["starts_at", "-starts_at"];
}

/// A session is added.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "starts_at": "2022-06-30T01:00:00.000Z", "ends_at": "2022-06-30T04:30:00.000Z", "place": null, "trainer": "Nông Văn Mẫu"
}))]
pub struct NewTrainingSession {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<TrainingSessionId>,
    /// When it begins.
    pub starts_at: Instant,
    /// When it ends: after it begins, at most 24 hours later.
    pub ends_at: Instant,
    /// Where, if elsewhere than the event.
    pub place: Option<Line<1, 160>>,
    /// Who teaches.
    pub trainer: Option<Line<1, 120>>,
}

/// Heads that were counted.
#[derive(Clone, Copy, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Heads {
    /// Men.
    #[schema(minimum = 0, maximum = 10_000, example = 12)]
    pub male: i32,
    /// Women.
    #[schema(minimum = 0, maximum = 10_000, example = 15)]
    pub female: i32,
    /// Of sex not stated.
    #[schema(minimum = 0, maximum = 10_000, example = 0)]
    pub unknown: i32,
}

/// Changes of a session.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "heads": { "male": 12, "female": 15, "unknown": 0 } }))]
pub struct TrainingSessionPatch {
    /// When it begins.
    #[schema(nullable = false)]
    pub starts_at: Option<Instant>,
    /// When it ends: after it begins, at most 24 hours later.
    #[schema(nullable = false)]
    pub ends_at: Option<Instant>,
    /// Where; null when it is where the event is.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Line<1, 160>>)]
    pub place: Option<Option<Line<1, 160>>>,
    /// Who teaches; null when it is not known.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Line<1, 120>>)]
    pub trainer: Option<Option<Line<1, 120>>>,
    /// How many were counted; null when nobody counted.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Heads>)]
    pub heads: Option<Option<Heads>>,
    /// Why heads change after the event was closed; no names or numbers of people.
    #[schema(nullable = false)]
    pub reason: Option<Paragraph<500>>,
}

impl TrainingSessionPatch {
    /// Whether it changes anything but heads.
    #[must_use]
    pub const fn is_beyond_heads(&self) -> bool {
        self.starts_at.is_some() || self.ends_at.is_some() || self.place.is_some() || self.trainer.is_some()
    }
}
