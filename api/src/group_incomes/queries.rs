//! Plans of a year that have results, with what they brought and cost and the people who share it.

use chrono::NaiveDate;
use entity::{
    farmer_group,
    ids::{AreaId, GroupId, PlanId},
    person, plan_result, production_plan,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::messages::GroupIncomeFilter;
use crate::{
    access::{
        Access, owned_ids,
        permission::{persons::ReadPersonsSensitive, plans::ReadPlans},
    },
    income_cells::queries::{PovertyOf, households_of, members_of, poor_households_of},
    places::queries::in_area,
    plans::queries::PLACE,
    store::{SortBy, SortKind},
};

/// A plan with what it brought and cost.
#[derive(Debug, FromQueryResult)]
pub struct Found {
    /// The plan.
    pub id: PlanId,
    /// Its number.
    pub code: String,
    /// The group.
    pub group_id: GroupId,
    /// Name of the group.
    pub group_name: String,
    /// Commune of the plan.
    pub commune_id: AreaId,
    /// The year.
    pub year: i32,
    /// Its results.
    pub results: i64,
    /// What they brought.
    pub revenue_vnd: i64,
    /// What they cost.
    pub cost_vnd: i64,
    /// Memberships.
    pub members: i64,
    /// Households of members.
    pub households: i64,
    /// Those of them that are poor or near-poor.
    pub poor_households: i64,
}

impl Found {
    /// The part of poor households in an amount, each household having the same; rounded down. Unlike in the report, where
    /// parts add up, the amount is that of all value chains together.
    #[must_use]
    pub fn poor_part(&self, amount: i64) -> i64 {
        let part = i128::from(amount) * i128::from(self.poor_households);
        part.checked_div(self.households.into()).and_then(|part| i64::try_from(part).ok()).unwrap_or_default()
    }
}

/// Whose poverty the caller sees.
pub(super) fn poverty(access: &Access<ReadPlans>) -> PovertyOf {
    let reach = access.reach_of::<ReadPersonsSensitive>();
    match (reach.is_nothing(), reach.whole) {
        (true, _) => PovertyOf::Nobody,
        (false, true) => PovertyOf::Everybody,
        (false, false) => PovertyOf::Persons(owned_ids::<person::Entity>(&reach)),
    }
}

/// The results of a plan that were known by a day; selects nothing yet.
fn results(as_of: NaiveDate) -> SelectStatement {
    use plan_result::Column;
    let its = Expr::col(Column::PlanId.as_column_ref()).eq(plan(production_plan::Column::Id));
    Query::select()
        .from(plan_result::Entity)
        .and_where(its)
        .and_where(Column::RecordedOn.lte(as_of))
        .and_where(Column::VoidedAt.is_null())
        .to_owned()
}

fn plan(column: production_plan::Column) -> Expr {
    Expr::col(column.as_column_ref())
}

/// Plans of a year that have results.
pub(super) fn earning(filter: &GroupIncomeFilter, year: i32, as_of: NaiveDate) -> Condition {
    use production_plan::Column;
    let chains = filter
        .value_chain
        .as_ref()
        .map(|all| plan_result::Column::Chain.is_in(all.as_slice().iter().map(AsRef::<str>::as_ref)));
    let known = results(as_of).expr(Expr::val(1)).cond_where(Condition::all().add_option(chains)).to_owned();
    Condition::all()
        .add(Column::Year.eq(year))
        .add(Expr::exists(known))
        .add_option(filter.group_id.map(|id| Column::GroupId.eq(id)))
        .add_option(filter.area_id.map(|id| in_area(PLACE, id)))
}

/// The order of a sort key.
#[must_use]
pub(super) fn order(key: &str) -> SortBy {
    SortBy::column(production_plan::Column::Code, SortKind::Text).descending(key.starts_with('-'))
}

/// Adds the name of the group, what the plan brought and cost by a day, and the people of the group on another.
pub(super) fn with_income(
    select: Select<production_plan::Entity>,
    as_of: NaiveDate,
    day: NaiveDate,
    poverty: &PovertyOf,
) -> Select<production_plan::Entity> {
    use production_plan::{Column, Entity};
    let its_group =
        Entity::belongs_to(farmer_group::Entity).from(Column::GroupId).to(farmer_group::Column::Id);
    let group = plan(Column::GroupId);
    let sum = |column: plan_result::Column| {
        let sum = Expr::col(column.as_column_ref()).sum().cast_as("bigint");
        Expr::from(results(as_of).expr(sum).to_owned())
    };
    let count = Expr::col(plan_result::Column::Id.as_column_ref()).count();
    let poor = poor_households_of(&group, day, poverty);
    select
        .join(JoinType::InnerJoin, its_group.into())
        .column_as(farmer_group::Column::Name, "group_name")
        .expr_as(Expr::from(results(as_of).expr(count).to_owned()), "results")
        .expr_as(sum(plan_result::Column::RevenueVnd), "revenue_vnd")
        .expr_as(sum(plan_result::Column::CostVnd), "cost_vnd")
        .expr_as(Expr::from(members_of(&group, day)), "members")
        .expr_as(Expr::from(households_of(&group, day)), "households")
        .expr_as(poor, "poor_households")
}
