//! What goes over the wire about plans against their results.

use chrono::NaiveDate;
use entity::{
    enums::ProductForm,
    ids::{GroupId, PlanId, PlanResultId},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::values::Quantity;

/// Money that something brings and costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Money {
    /// What it brings; a difference may be below zero.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 45_000_000)]
    pub revenue_vnd: i64,
    /// What it costs; a difference may be below zero.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 31_000_000)]
    pub cost_vnd: i64,
    /// What is left of it; below zero when it costs more.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 14_000_000)]
    pub profit_vnd: i64,
}

impl Money {
    /// What brings and costs so much.
    #[must_use]
    pub const fn of(revenue_vnd: i64, cost_vnd: i64) -> Self {
        Self { revenue_vnd, cost_vnd, profit_vnd: revenue_vnd - cost_vnd }
    }

    /// How much more it is than something else.
    #[must_use]
    pub const fn over(self, other: Self) -> Self {
        Self::of(self.revenue_vnd - other.revenue_vnd, self.cost_vnd - other.cost_vnd)
    }
}

/// What became of a line.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineOutturn {
    /// The result.
    pub result_id: PlanResultId,
    /// Harvested.
    pub harvested: Quantity,
    /// Sold of it.
    pub sold: Quantity,
    /// Lost to hazards.
    pub lost: Quantity,
    /// Its money.
    pub money: Money,
    /// How much more was harvested than planned; with a minus when it was less.
    #[schema(max_length = 20, pattern = "^-?(0|[1-9][0-9]*)(\\.[0-9]{1,6})?$", example = "-3")]
    pub harvested_over_plan: String,
    /// Its money less that of the plan.
    pub money_over_plan: Money,
}

/// A line of a plan against what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutturnLine {
    /// Number of the line.
    #[schema(minimum = 1, maximum = 1000)]
    pub line_no: i32,
    /// The value chain.
    #[schema(max_length = 30, example = "lac")]
    pub chain: String,
    /// The form it is sold in.
    pub form: ProductForm,
    /// The unit of quantities.
    #[schema(max_length = 20, example = "ta")]
    pub unit: String,
    /// How much was planned.
    pub planned_quantity: Quantity,
    /// The money planned.
    pub planned: Money,
    /// What became of it; null as long as that is not known.
    pub actual: Option<LineOutturn>,
}

/// A plan against what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanOutturn {
    /// The plan.
    pub plan_id: PlanId,
    /// The group.
    pub group_id: GroupId,
    /// The year.
    #[schema(minimum = 1900, maximum = 2200, example = 2026)]
    pub year: i32,
    /// Number of the version that is compared: the one in force or, before one was approved, the latest.
    #[schema(minimum = 1, maximum = 1000)]
    pub content_version: i32,
    /// Its lines, by their numbers.
    #[schema(max_items = 50)]
    pub lines: Vec<OutturnLine>,
    /// The money of all lines.
    pub planned: Money,
    /// The money of all results; lines without a result add nothing.
    pub actual: Money,
    /// The difference between both.
    pub over_plan: Money,
    /// The day of which members and households are counted: the last one of the year, or today if that is earlier.
    pub counted_on: NaiveDate,
    /// Members of the group on that day.
    #[schema(minimum = 0, maximum = 1_000_000, example = 15)]
    pub members: i64,
    /// The households of these members.
    #[schema(minimum = 0, maximum = 1_000_000, example = 14)]
    pub households: i64,
    /// The profit for each member, in whole đồng rounded half up; null without members or results.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 933_333)]
    pub profit_per_member_vnd: Option<i64>,
    /// The profit for each household, in whole đồng rounded half up; null without households or results.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 1_000_000)]
    pub profit_per_household_vnd: Option<i64>,
}
