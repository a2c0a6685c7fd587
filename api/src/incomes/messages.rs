//! What goes over the wire about income.

use chrono::NaiveDate;
use entity::ids::AreaId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    breakdowns::messages::RowHead,
    maps::MapYear,
    reports::messages::ReportArea,
    values::{Day, Instant},
};

/// What rows of income are told apart by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncomeBy {
    /// The year of the plans.
    #[default]
    Year,
    /// The value chain of the lines.
    ValueChain,
    /// The commune of the plans.
    Commune,
}

/// What a report of income is asked about.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct IncomeFilter {
    /// The day until which results count; today when absent, never in the future.
    #[param(value_type = Option<String>, format = Date, example = "2026-06-15")]
    pub as_of: Option<Day>,
    /// The year of the plans. When absent: that of the day or, by year, all.
    #[param(minimum = 1900, maximum = 2200, example = 2026)]
    pub year: Option<i32>,
    /// Only this unit of the map, with all below it; everything within the reach when absent.
    pub area_id: Option<AreaId>,
    /// What the rows are told apart by: `year` when absent.
    #[param(inline)]
    pub by: Option<IncomeBy>,
    /// The map of the communes; the one valid on the day of which members are counted when absent.
    #[param(inline)]
    pub map: Option<MapYear>,
}

/// The part of poor and near-poor households in an income.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct PoorIncome {
    /// The households, counted group by group.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 9)]
    pub households: i64,
    /// Their part in the revenue.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 27_000_000)]
    pub revenue_vnd: i64,
    /// Their part in the cost.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 18_600_000)]
    pub cost_vnd: i64,
    /// What is left of it; below zero when it cost more.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 8_400_000)]
    pub margin_vnd: i64,
}

/// What results brought and cost, and whose they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Income {
    /// Results: lines of plans of which it is known what became of them.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 2)]
    pub results: i64,
    /// What they brought; null, as the next two are, when the caller may not see it.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 45_000_000)]
    pub revenue_vnd: Option<i64>,
    /// What they cost.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 31_000_000)]
    pub cost_vnd: Option<i64>,
    /// What is left of it; below zero when it cost more.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 14_000_000)]
    pub margin_vnd: Option<i64>,
    /// Groups that have these results; null over several years.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 1)]
    pub groups: Option<i64>,
    /// Their memberships on the last day of the year, or on the day of the report if that is earlier; null over several
    /// years.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 15)]
    pub members: Option<i64>,
    /// The households of these members on that day, counted group by group; null over several years.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 15)]
    pub households: Option<i64>,
    /// The part of poor and near-poor households; null when the caller may not see it, and over several years.
    pub poor: Option<PoorIncome>,
}

/// One part of an income.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncomeRow {
    /// What it is about.
    #[serde(flatten)]
    pub head: RowHead,
    /// What it is.
    pub income: Income,
    /// The list of exactly these results, whose `sum_vnd` is the revenue, with `&sum_of=cost` the cost and with
    /// `&sum_of=profit` the margin; null when the caller may not list them.
    #[schema(
        max_length = 500,
        example = "/v1/plan-results?as_of=2026-06-15&year=2026&value_chain=lac&include_total=true"
    )]
    pub results_url: Option<String>,
}

/// What groups earned by their plans.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncomeReport {
    /// The day until which results count.
    pub as_of: NaiveDate,
    /// The year; null for all.
    #[schema(minimum = 1900, maximum = 2200, example = 2026)]
    pub year: Option<i32>,
    /// The map of the communes.
    pub map: MapYear,
    /// The unit asked for; null for everything within the reach of the caller.
    pub area: Option<ReportArea>,
    /// What the rows are told apart by.
    pub by: IncomeBy,
    /// When it was counted.
    pub computed_at: Instant,
    /// How the part of poor and near-poor households is found, in Vietnamese.
    #[schema(max_length = 500, example = "Chia đều cho các hộ thành viên của nhóm.")]
    pub poor_rule_vi: String,
    /// The same in English.
    #[schema(max_length = 500, example = "Each household of members of a group has an equal share.")]
    pub poor_rule_en: String,
    /// All of it.
    pub total: Income,
    /// Its parts: money adds up to the total, and so do people but by value chain, where a group that works in two stands
    /// in both.
    #[schema(max_items = 1000)]
    pub rows: Vec<IncomeRow>,
}
