//! What goes over the wire about late facts: what was done to what, and why so late; no names.

use entity::{enums::LateReason, ids::EntryId};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    http::Filter,
    values::{Commaed, Instant, Line},
};

/// Something entered, changed or taken out after the period had been locked.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct LateFact {
    /// Its id in the journal and in the history of the resource.
    pub id: EntryId,
    /// When.
    pub occurred_at: Instant,
    /// The kind of resource.
    #[schema(max_length = 40, example = "membership")]
    pub resource: String,
    /// Which one.
    pub resource_id: Option<Uuid>,
    /// The revision it made.
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// What was done, as a past participle.
    #[schema(max_length = 40, example = "created")]
    pub action: String,
    /// Why it came so late.
    pub late_reason: LateReason,
}

/// Filters of the list of late facts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct LateFactFilter {
    /// Only about this kind of resource, e.g. `membership`.
    #[param(value_type = Option<String>, max_length = 40)]
    pub resource: Option<Line<1, 40>>,
    /// Only for these reasons.
    #[param(value_type = Option<Vec<LateReason>>)]
    pub late_reason: Option<Commaed<LateReason>>,
}

impl Filter for LateFactFilter {
    const SORTS: &'static [&'static str] = &["-occurred_at", "occurred_at"];
}
