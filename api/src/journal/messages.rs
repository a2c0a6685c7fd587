//! What goes over the wire about the journal.

use entity::{
    enums::LateReason,
    ids::{AccountId, AreaId, EntryId, PersonId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    http::Filter,
    values::{Instant, Line},
};

/// One member that changed.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct FieldChange {
    /// JSON Pointer to the member.
    #[schema(max_length = 200, example = "/name")]
    pub pointer: String,
    /// The value before; `[redacted]` when the reader may not see it.
    #[schema(value_type = Option<serde_json::Value>, example = json!(null))]
    pub old: Value,
    /// The value after; `[redacted]` when the reader may not see it.
    #[schema(value_type = Option<serde_json::Value>, example = "Nhóm trồng lạc Nà Giàng")]
    pub new: Value,
}

/// One thing that happened to a resource.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryEntry {
    /// Its id in the journal.
    pub id: EntryId,
    /// When.
    pub occurred_at: Instant,
    /// What, as a past participle.
    #[schema(max_length = 40, example = "created")]
    pub action: String,
    /// The revision it made.
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// The account or machine client that acted; null for the service itself, and for partners unless it is their own.
    pub actor_id: Option<AccountId>,
    /// The role it acted in.
    #[schema(max_length = 20, example = "officer")]
    pub role: Option<String>,
    /// Why, where a reason is asked for.
    #[schema(max_length = 500, example = json!(null))]
    pub reason: Option<String>,
    /// Why it came after a reporting period was locked whose figures it changes; null where it did not.
    #[schema(example = json!(null))]
    pub late_reason: Option<LateReason>,
    /// What changed, from and to.
    #[schema(max_items = 200)]
    pub changes: Vec<FieldChange>,
}

/// For whom somebody acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Organisation {
    /// The partner: its people, its systems, or whoever registered it.
    Partner,
    /// The group: its leader.
    Group,
    /// The Farmers' Union: its staff, or the service itself.
    Union,
}

impl Organisation {
    /// That of a role in the journal. Nobody in particular does nothing but register a partner.
    #[must_use]
    pub fn of(role: Option<&str>) -> Self {
        match role {
            Some("partner" | "anonymous") => Self::Partner,
            Some("leader") => Self::Group,
            _ => Self::Union,
        }
    }
}

/// One thing that happened to something that a partner shares with groups or the union: who acted for another
/// organisation is told by that and the role alone.
#[derive(Debug, Serialize, ToSchema)]
pub struct SidedHistoryEntry {
    /// Its id in the journal.
    pub id: EntryId,
    /// When.
    pub occurred_at: Instant,
    /// What, as a past participle.
    #[schema(max_length = 40, example = "verified")]
    pub action: String,
    /// The revision it made.
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// The role it was done in.
    #[schema(max_length = 20, example = "officer")]
    pub role: Option<String>,
    /// For whom it was done.
    pub organisation: Organisation,
    /// The account or machine client that acted; null unless it is of the caller's own partner.
    #[schema(example = json!(null))]
    pub actor_id: Option<Uuid>,
    /// Why, where a reason is asked for.
    #[schema(max_length = 500, example = json!(null))]
    pub reason: Option<String>,
    /// Why it came after a reporting period was locked whose figures it changes; null where it did not.
    #[schema(example = json!(null))]
    pub late_reason: Option<LateReason>,
    /// What changed, from and to.
    #[schema(max_items = 200)]
    pub changes: Vec<FieldChange>,
}

/// Histories have no filters of their own.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct HistoryFilter {}

impl Filter for HistoryFilter {
    const SORTS: &'static [&'static str] = &["-id"];
}

/// How something ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Success,
    /// It was refused.
    Denied,
    /// It was tried in vain, such as a sign-in with a wrong password.
    Failed,
}

impl Outcome {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Denied => "denied",
            Self::Failed => "failed",
        }
    }

    pub(super) fn of(word: &str) -> Self {
        match word {
            "success" => Self::Success,
            "denied" => Self::Denied,
            _ => Self::Failed,
        }
    }
}

/// Who acted.
#[derive(Debug, Serialize, ToSchema)]
pub struct Actor {
    /// `person`, `client`, `anonymous` or `system`.
    #[schema(max_length = 20, example = "person")]
    pub r#type: String,
    /// The account or machine client; null for nobody in particular.
    pub id: Option<Uuid>,
    /// The machine client used.
    pub client_id: Option<Uuid>,
    /// The session used.
    pub session_id: Option<Uuid>,
    /// The address it came from; null for what the service did itself.
    #[schema(max_length = 45, example = "192.0.2.1")]
    pub address: Option<String>,
    /// The role that allowed it.
    #[schema(max_length = 20, example = "officer")]
    pub role: Option<String>,
}

/// What was acted upon.
#[derive(Debug, Serialize, ToSchema)]
pub struct Target {
    /// The kind of resource.
    #[schema(max_length = 40, example = "farmer_group")]
    pub r#type: String,
    /// Which one.
    pub id: Option<Uuid>,
    /// The revision it made.
    #[schema(minimum = 1)]
    pub version: Option<i32>,
}

/// One event of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEvent {
    /// Its id in the journal.
    pub id: EntryId,
    /// When.
    pub occurred_at: Instant,
    /// Kind of resource and what was done: `farmer_group.activated`.
    #[schema(max_length = 81, example = "farmer_group.activated")]
    pub event_type: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Who acted.
    pub actor: Actor,
    /// What was acted upon.
    pub target: Target,
    /// The commune it concerns; the first one, when there are several.
    pub area_id: Option<AreaId>,
    /// The operation that was called.
    #[schema(max_length = 80, example = "activate_farmer_group")]
    pub operation: String,
    /// The permission it needed.
    #[schema(max_length = 60, example = "farmer-groups:activate")]
    pub permission: Option<String>,
    /// Why, where a reason is asked for.
    #[schema(max_length = 500, example = json!(null))]
    pub reason: Option<String>,
    /// The stated purpose of a read of personal data.
    #[schema(max_length = 60, example = json!(null))]
    pub purpose: Option<String>,
    /// The number of the request.
    pub request_id: Uuid,
    /// The person whose data it concerns.
    pub person_id: Option<PersonId>,
    /// What changed, from and to; the values of what concerns a person are `[redacted]`.
    #[schema(max_items = 200)]
    pub changes: Vec<FieldChange>,
    /// Its place in the chain; null until sealed.
    #[schema(minimum = 1)]
    pub position: Option<i64>,
    /// The hash before it, in hexadecimal; null until sealed.
    #[schema(min_length = 64, max_length = 64, example = json!(null))]
    pub prev_hash: Option<String>,
    /// Its own hash, in hexadecimal; null until sealed.
    #[schema(min_length = 64, max_length = 64, example = json!(null))]
    pub hash: Option<String>,
}

/// Filters of the audit log.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct AuditFilter {
    /// Only events about this kind of resource, e.g. `farmer_group`.
    #[param(value_type = Option<String>, max_length = 40)]
    pub resource: Option<Line<1, 40>>,
    /// Only events about this resource.
    pub resource_id: Option<Uuid>,
    /// Only what this account or machine client did.
    pub actor_id: Option<Uuid>,
    /// Only what was done so, e.g. `activated`.
    #[param(value_type = Option<String>, max_length = 40)]
    pub action: Option<Line<1, 40>>,
    /// Only what ended so.
    #[param(inline)]
    pub outcome: Option<Outcome>,
    /// Only what concerns the data of this person.
    pub person_id: Option<PersonId>,
    /// Only events of this request.
    pub request_id: Option<Uuid>,
    /// Only events at or after this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    pub occurred_at_gte: Option<Instant>,
    /// Only events before this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    pub occurred_at_lt: Option<Instant>,
}

impl Filter for AuditFilter {
    const SORTS: &'static [&'static str] = &["-occurred_at", "occurred_at"];
}
