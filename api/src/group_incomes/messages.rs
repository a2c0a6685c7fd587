//! What goes over the wire about income by group.

use chrono::NaiveDate;
use entity::ids::{AreaId, GroupId, PlanId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::queries::Found;
use crate::{
    http::Filter,
    incomes::messages::{Income, PoorIncome},
    values::{Commaed, Day, Line},
};

/// What a group earned by its plan of a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupIncome {
    /// The plan.
    pub plan_id: PlanId,
    /// The number of the plan that people read aloud.
    #[schema(max_length = 20, example = "KH-000001")]
    pub plan_code: String,
    /// The group.
    pub group_id: GroupId,
    /// Name of the group.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng lạc Nà Giàng")]
    pub group_name: String,
    /// Commune of the plan.
    pub commune_id: AreaId,
    /// Year of the plan.
    #[schema(minimum = 1900, maximum = 2200, example = 2026)]
    pub year: i32,
    /// What it is.
    pub income: Income,
    /// The list of exactly these results, whose `sum_vnd` is the revenue.
    #[schema(
        max_length = 500,
        example = "/v1/plan-results?as_of=2026-06-15&year=2026&group_id=0181b1a8-4c00-7000-8000-000000000001&include_total=true"
    )]
    pub results_url: String,
}

impl GroupIncome {
    /// The view of what was found on a day.
    #[must_use]
    pub fn of(found: Found, as_of: NaiveDate, shows_poverty: bool) -> Self {
        let part = |amount| found.poor_part(amount);
        let (poor_revenue, poor_cost) = (part(found.revenue_vnd), part(found.cost_vnd));
        let poor = PoorIncome {
            households: found.poor_households,
            revenue_vnd: poor_revenue,
            cost_vnd: poor_cost,
            margin_vnd: poor_revenue - poor_cost,
        };
        let (year, group) = (found.year, found.group_id);
        Self {
            results_url: format!(
                "/v1/plan-results?as_of={as_of}&year={year}&group_id={group}&include_total=true"
            ),
            income: Income {
                results: found.results,
                revenue_vnd: Some(found.revenue_vnd),
                cost_vnd: Some(found.cost_vnd),
                margin_vnd: Some(found.revenue_vnd - found.cost_vnd),
                groups: Some(1),
                members: Some(found.members),
                households: Some(found.households),
                poor: shows_poverty.then_some(poor),
            },
            plan_id: found.id,
            plan_code: found.code,
            group_id: found.group_id,
            group_name: found.group_name,
            commune_id: found.commune_id,
            year: found.year,
        }
    }
}

/// Filters of the list of incomes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct GroupIncomeFilter {
    /// The day until which results count; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
    /// The year of the plans; that of the day when absent.
    #[param(minimum = 1900, maximum = 2200)]
    pub year: Option<i32>,
    /// Only this group.
    pub group_id: Option<GroupId>,
    /// Only plans from this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only groups with results in one of these value chains; their income is that of all.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
}

impl Filter for GroupIncomeFilter {
    const SORTS: &'static [&'static str] = &["code", "-code"];
}
