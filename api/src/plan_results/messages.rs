//! What goes over the wire about results of plans.

use chrono::NaiveDate;
use entity::{
    ids::{AreaId, GroupId, PlanId, PlanResultId},
    plan_result,
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line, Quantity},
};

/// A result with the name of its group.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Shown {
    /// The result.
    #[sea_orm(nested)]
    pub row: plan_result::Model,
    /// Name of the group.
    pub group_name: String,
}

/// What of a line was lost to a hazard.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Loss {
    /// The code of the hazard.
    #[schema(example = "drought")]
    pub hazard: Line<1, 40>,
    /// How much, in the unit of the line.
    pub quantity: Quantity,
    /// What it would have brought.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 8_000_000)]
    pub value_vnd: i64,
}

/// What became of a line of an approved plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanResult {
    /// Its id.
    pub id: PlanResultId,
    /// The plan.
    pub plan_id: PlanId,
    /// The group.
    pub group_id: GroupId,
    /// Name of the group.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng lạc Nà Giàng")]
    pub group_name: String,
    /// Commune of the plan.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// Year of the plan.
    #[schema(minimum = 1900, maximum = 2200, example = 2026)]
    pub year: i32,
    /// Number of the line.
    #[schema(minimum = 1, maximum = 1000)]
    pub line_no: i32,
    /// Number of the version in force when it was entered.
    #[schema(minimum = 1, maximum = 1000)]
    pub content_version: i32,
    /// The value chain.
    #[schema(max_length = 30, example = "lac")]
    pub chain: String,
    /// The unit of quantities.
    #[schema(max_length = 20, example = "ta")]
    pub unit: String,
    /// The day it is known since.
    pub recorded_on: NaiveDate,
    /// Harvested.
    pub harvested: Quantity,
    /// Sold of it.
    pub sold: Quantity,
    /// Lost to hazards, all together.
    pub lost: Quantity,
    /// Lost to each hazard.
    #[schema(max_items = 20)]
    pub losses: Vec<Loss>,
    /// What it brought.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 45_000_000)]
    pub revenue_vnd: i64,
    /// What it cost.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 31_000_000)]
    pub cost_vnd: i64,
    /// What it brought less what it cost; below zero when it cost more.
    #[schema(minimum = -1_000_000_000_000_i64, maximum = 1_000_000_000_000_i64, example = 14_000_000)]
    pub profit_vnd: i64,
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

impl PlanResult {
    /// The view of a row with its losses.
    #[must_use]
    pub fn of(Shown { row, group_name }: Shown, losses: Vec<Loss>) -> Self {
        Self {
            id: row.id,
            plan_id: row.plan_id,
            group_id: row.group_id,
            group_name,
            commune_id: row.commune_id,
            former_commune_id: row.former_commune_id,
            year: row.year,
            line_no: row.line_no,
            content_version: row.n,
            chain: row.chain,
            unit: row.unit,
            recorded_on: row.recorded_on,
            harvested: Quantity::of_millionths(row.harvested),
            sold: Quantity::of_millionths(row.sold),
            lost: Quantity::of_millionths(row.lost),
            losses,
            revenue_vnd: row.revenue_vnd,
            cost_vnd: row.cost_vnd,
            profit_vnd: row.revenue_vnd - row.cost_vnd,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for PlanResult {
    const KIND: &'static str = "plan_result";
    const COLLECTION: &'static str = "/v1/production-plans";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// It shows the name of the group.
    fn is_told_by_revision(&self) -> bool {
        false
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.commune_id), Owner::Group(self.group_id)]
    }

    fn path(&self) -> String {
        format!("{}/{}/results/{}", Self::COLLECTION, self.plan_id, self.id)
    }
}

/// What a list of results adds up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SumOf {
    /// What they brought.
    #[default]
    Revenue,
    /// What they cost.
    Cost,
    /// What they brought less what they cost.
    Profit,
    /// What was lost to hazards, with `hazard` to these alone.
    Losses,
}

/// What is asked about the results of one plan.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ResultOfPlanFilter {
    /// What `page.sum_vnd` adds up: `revenue` when absent.
    #[param(inline)]
    pub sum_of: Option<SumOf>,
}

impl Filter for ResultOfPlanFilter {
    const SORTS: &'static [&'static str] = &["-recorded_on", "recorded_on"];
}

/// Filters of the list of results.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PlanResultFilter {
    /// Only results that were known by this day.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
    /// Only results of plans for this year.
    #[param(minimum = 1900, maximum = 2200)]
    pub year: Option<i32>,
    /// Only results of this group.
    pub group_id: Option<GroupId>,
    /// Only results of plans from this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only results of plans from communes of 2025 whose commune of 2022 is not known, or all others.
    pub not_assigned: Option<bool>,
    /// Only results of lines in these value chains.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
    /// Only results that lost something to one of these hazards.
    #[param(value_type = Option<Vec<String>>)]
    pub hazard: Option<Commaed<Line<1, 40>>>,
    /// What `page.sum_vnd` adds up: `revenue` when absent.
    #[param(inline)]
    pub sum_of: Option<SumOf>,
}

impl Filter for PlanResultFilter {
    const SORTS: &'static [&'static str] = &["-recorded_on", "recorded_on"];
}

/// It became something of a line.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "line_no": 1, "recorded_on": "2026-06-15", "harvested": "27.5", "sold": "25",
    "losses": [{ "hazard": "drought", "quantity": "3", "value_vnd": 4_500_000 }],
    "revenue_vnd": 45_000_000, "cost_vnd": 31_000_000
}))]
pub struct NewPlanResult {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<PlanResultId>,
    /// Number of the line in the version in force.
    #[schema(minimum = 1, maximum = 1000)]
    pub line_no: i32,
    /// The day it is known since: in the year of the plan or later, not after today.
    pub recorded_on: Day,
    /// Harvested, in the unit of the line.
    pub harvested: Quantity,
    /// Sold of it.
    pub sold: Quantity,
    /// Lost to hazards, each named once.
    #[schema(max_items = 20)]
    pub losses: Vec<Loss>,
    /// What it brought.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub revenue_vnd: i64,
    /// What it cost.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub cost_vnd: i64,
}

/// Changes of a result.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanResultPatch {
    /// The day it is known since: in the year of the plan or later, not after today.
    #[schema(nullable = false, example = "2026-06-15")]
    pub recorded_on: Option<Day>,
    /// Harvested, in the unit of the line.
    #[schema(nullable = false)]
    pub harvested: Option<Quantity>,
    /// Sold of it.
    #[schema(nullable = false)]
    pub sold: Option<Quantity>,
    /// Lost to hazards, each named once, instead of what was told before.
    #[schema(nullable = false, max_items = 20)]
    pub losses: Option<Vec<Loss>>,
    /// What it brought.
    #[schema(nullable = false, minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub revenue_vnd: Option<i64>,
    /// What it cost.
    #[schema(nullable = false, minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub cost_vnd: Option<i64>,
}
