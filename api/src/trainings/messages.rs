//! What goes over the wire about training events.

use chrono::NaiveDate;
use entity::{
    enums::{TrainingDomain, TrainingKind, TrainingStatus},
    ids::{AreaId, TrainingId},
    training_event,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::queries::Shown;
use crate::{
    http::{Filter, Warning, etag_of, present},
    store::{Owner, Resource, facts_of},
    training_sessions::messages::NewTrainingSession,
    values::{Commaed, Day, Instant, Line, Vnd},
};

/// Whom an event is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Members of groups.
    Members,
    /// Cadres of communes.
    CommuneCadres,
    /// Cadres of branches.
    BranchCadres,
    /// Anybody else.
    Others,
}

impl Audience {
    /// Those that a row says.
    fn of(row: &training_event::Model) -> Vec<Self> {
        let told = [
            (Self::Members, row.for_members),
            (Self::CommuneCadres, row.for_commune_cadres),
            (Self::BranchCadres, row.for_branch_cadres),
            (Self::Others, row.for_others),
        ];
        told.into_iter().filter(|(_, is_meant)| *is_meant).map(|(audience, _)| audience).collect()
    }
}

/// A training event.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingEvent {
    /// Its id.
    pub id: TrainingId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "TH-000001")]
    pub code: String,
    /// Its title.
    #[schema(max_length = 160, example = "Kỹ thuật trồng lạc vụ xuân")]
    pub title: String,
    /// What it is about.
    pub kind: TrainingKind,
    /// Of production, what is produced.
    pub domain: Option<TrainingDomain>,
    /// Its topics, by their code.
    #[schema(min_items = 1, max_items = 10, example = json!(["crop_techniques"]))]
    pub topics: Vec<String>,
    /// The commune, district or province it takes place in.
    pub area_id: AreaId,
    /// Where in it.
    #[schema(max_length = 160, example = "Nhà văn hoá xóm Nà Giàng")]
    pub place: String,
    /// Who gives it.
    #[schema(max_length = 160, example = "Trung tâm Khuyến nông tỉnh")]
    pub provider: String,
    /// What it may cost.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 12_000_000)]
    pub budget_vnd: Option<i64>,
    /// The share of the sessions that whoever completes it attends.
    #[schema(minimum = 1, maximum = 10_000, example = 8_000)]
    pub completion_bps: i32,
    /// Whom it is for.
    #[schema(min_items = 1, max_items = 4)]
    pub audience: Vec<Audience>,
    /// Its state.
    pub status: TrainingStatus,
    /// Why it was cancelled.
    #[schema(max_length = 500)]
    pub status_reason: Option<String>,
    /// The day of its first session, in Vietnam.
    pub first_on: Option<NaiveDate>,
    /// The day of its last session, in Vietnam: the one it counts on.
    pub last_on: Option<NaiveDate>,
    /// How long all its sessions last.
    #[schema(minimum = 0, maximum = 100_000)]
    pub minutes: i64,
    /// How many sessions it has.
    #[schema(minimum = 0, maximum = 40)]
    pub session_count: i64,
    /// In how many of its sessions the heads that were counted and the names on the list disagree.
    #[schema(minimum = 0, maximum = 40)]
    pub mismatched_sessions: i64,
    /// What deserves attention: `sessions_uncounted` when nobody was marked or counted in sessions that are over.
    #[schema(max_items = 1)]
    pub warnings: Vec<Warning>,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["hold"]))]
    pub allowed_actions: Vec<&'static str>,
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
}

impl TrainingEvent {
    /// The view of a row.
    #[must_use]
    pub fn of(shown: Shown, topics: Vec<String>, allowed_actions: Vec<&'static str>) -> Self {
        let warnings = shown.warning().into_iter().collect();
        let Shown { row, minutes, session_count, mismatched_sessions, .. } = shown;
        Self {
            id: row.id,
            audience: Audience::of(&row),
            warnings,
            code: row.code,
            title: row.title,
            kind: row.kind,
            domain: row.domain,
            topics,
            area_id: row.area_id,
            place: row.place,
            provider: row.provider,
            budget_vnd: row.budget_vnd,
            completion_bps: row.completion_bps,
            status: row.status,
            status_reason: row.status_reason,
            first_on: row.first_on,
            last_on: row.last_on,
            minutes: minutes.unwrap_or_default(),
            session_count,
            mismatched_sessions,
            allowed_actions,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for TrainingEvent {
    const KIND: &'static str = "training_event";
    const COLLECTION: &'static str = "/v1/training-events";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// It compares heads with marks, which change without it.
    fn is_told_by_revision(&self) -> bool {
        false
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.area_id)]
    }

    fn facts(&self) -> Value {
        let mut facts = facts_of(self);
        if let Value::Object(members) = &mut facts {
            members.shift_remove("mismatched_sessions");
        }
        facts
    }
}

/// Filters of the list of events.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct TrainingEventFilter {
    /// Words of the title, or the beginning of the code.
    #[param(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub q: Option<Line<1, 100>>,
    /// Only events in this area and the units within it, of either map.
    pub area_id: Option<AreaId>,
    /// Only events in one of these states.
    #[param(value_type = Option<Vec<TrainingStatus>>)]
    pub status: Option<Commaed<TrainingStatus>>,
    /// Only events of these kinds.
    #[param(value_type = Option<Vec<TrainingKind>>)]
    pub kind: Option<Commaed<TrainingKind>>,
    /// Only events with one of these topics.
    #[param(value_type = Option<Vec<String>>)]
    pub topic: Option<Commaed<Line<1, 40>>>,
    /// Only events whose last session is on or after this day.
    #[param(value_type = Option<String>, format = Date)]
    pub from_on: Option<Day>,
    /// Only events whose last session is before this day.
    #[param(value_type = Option<String>, format = Date)]
    pub until_on: Option<Day>,
    /// Only events with a session in which heads and names disagree, or all others.
    pub has_mismatch: Option<bool>,
}

impl Filter for TrainingEventFilter {
    const SORTS: &'static [&'static str] = &["-last_on", "last_on", "code", "-updated_at"];
}

/// An event is planned.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "Kỹ thuật trồng lạc vụ xuân", "kind": "production", "domain": "crop", "topics": ["crop_techniques"],
    "area_id": "0181b1a8-4c00-7000-8000-000000000001", "place": "Nhà văn hoá xóm Nà Giàng",
    "provider": "Trung tâm Khuyến nông tỉnh", "budget_vnd": 12_000_000, "completion_bps": 8_000,
    "audience": ["members", "branch_cadres"],
    "sessions": [{ "starts_at": "2022-06-30T01:00:00.000Z", "ends_at": "2022-06-30T04:30:00.000Z" }]
}))]
pub struct NewTrainingEvent {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<TrainingId>,
    /// Its title; no names of people.
    pub title: Line<2, 160>,
    /// What it is about.
    pub kind: TrainingKind,
    /// What is produced: of production alone, and always of that.
    pub domain: Option<TrainingDomain>,
    /// Its topics, by their code, each once and of the kind of the event.
    #[schema(min_items = 1, max_items = 10)]
    pub topics: Vec<Line<1, 40>>,
    /// The commune, district or province it takes place in: one that exists on the day of the first session, or today.
    pub area_id: AreaId,
    /// Where in it.
    pub place: Line<1, 160>,
    /// Who gives it: an office or organisation.
    pub provider: Line<1, 160>,
    /// What it may cost.
    pub budget_vnd: Option<Vnd>,
    /// The share of the sessions that whoever completes it attends; 8000 when absent.
    #[schema(minimum = 1, maximum = 10_000)]
    pub completion_bps: Option<i32>,
    /// Whom it is for, each once.
    #[schema(min_items = 1, max_items = 4)]
    pub audience: Vec<Audience>,
    /// Its sessions; more can be added later.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub sessions: Vec<NewTrainingSession>,
}

/// Changes of an event.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "Kỹ thuật trồng lạc vụ thu", "completion_bps": 7_500 }))]
pub struct TrainingEventPatch {
    /// Its title; no names of people.
    #[schema(nullable = false)]
    pub title: Option<Line<2, 160>>,
    /// What it is about.
    #[schema(nullable = false)]
    pub kind: Option<TrainingKind>,
    /// What is produced: of production alone, and always of that.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<TrainingDomain>)]
    pub domain: Option<Option<TrainingDomain>>,
    /// Its topics, by their code, each once and of the kind of the event.
    #[schema(nullable = false, min_items = 1, max_items = 10)]
    pub topics: Option<Vec<Line<1, 40>>>,
    /// The unit it takes place in.
    #[schema(nullable = false)]
    pub area_id: Option<AreaId>,
    /// Where in it.
    #[schema(nullable = false)]
    pub place: Option<Line<1, 160>>,
    /// Who gives it: an office or organisation.
    #[schema(nullable = false)]
    pub provider: Option<Line<1, 160>>,
    /// What it may cost; null when it is not known.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Vnd>)]
    pub budget_vnd: Option<Option<Vnd>>,
    /// The share of the sessions that whoever completes it attends.
    #[schema(nullable = false, minimum = 1, maximum = 10_000)]
    pub completion_bps: Option<i32>,
    /// Whom it is for, each once.
    #[schema(nullable = false, min_items = 1, max_items = 4)]
    pub audience: Option<Vec<Audience>>,
}
