//! Losses as they go over the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::breakdowns::messages::RowHead;

/// What plans of the year lost to one hazard, as far as it was known by the day; the rows add up to the losses in the
/// figures.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LossRow {
    /// The hazard.
    #[serde(flatten)]
    pub head: RowHead,
    /// Results of lines that lost something to it.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 7)]
    pub results: i64,
    /// What that would have brought, in đồng; null when the caller may not see it.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 42_000_000)]
    pub lost_vnd: Option<i64>,
    /// The list of exactly these results, whose `sum_vnd` is what was lost; null when the caller may not list them.
    #[schema(
        max_length = 500,
        example = "/v1/plan-results?as_of=2022-06-30&year=2022&sum_of=losses&hazard=drought&include_total=true"
    )]
    pub results_url: Option<String>,
}
