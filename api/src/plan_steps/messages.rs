//! What goes over the wire about approvals.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::values::{Day, Line};

/// A plan is approved.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanApproval {
    /// Number of the decision.
    #[schema(example = "12/QĐ-HND")]
    pub decision_no: Line<1, 60>,
    /// Its day, the first one in force: not before the plan was handed in, not after today.
    #[schema(example = "2026-06-15")]
    pub approved_on: Day,
    /// Whether it is approved as adapted to the climate: it needs at least one hazard and one measure.
    pub climate_adapted: bool,
}
