//! What goes over the wire about the journal.

use entity::ids::{AccountId, EntryId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::{http::Filter, values::Instant};

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
    /// The account that acted; null for the service itself.
    pub actor_id: Option<AccountId>,
    /// The role it acted in.
    #[schema(max_length = 20, example = "officer")]
    pub role: Option<String>,
    /// Why, where a reason is asked for.
    #[schema(max_length = 500, example = json!(null))]
    pub reason: Option<String>,
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
