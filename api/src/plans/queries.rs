//! Which plans lie within a scope, plans with what they say, and which groups have one.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};
use entity::{
    farmer_group,
    ids::{GroupId, PlanId},
    plan_line, plan_version, production_plan,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    messages::{ProductionPlan, ProductionPlanFilter},
    workflow::STEPS,
};
use crate::{
    access::{
        Access, Owned, Permission, Permit, Reach, RowLevel, Rows, Within, owned_ids,
        permission::{
            Plans,
            plans::{ApprovePlan, UpdatePlan},
        },
    },
    error::Error,
    places::queries::in_area,
    plan_content::queries::{content_of, version_of},
    store::{Reading, Revised, SortBy, SortKind, Tx},
    workflow::open,
};

/// The subject of duties about a plan.
pub const SUBJECT: &str = "production_plan";

impl Owned for production_plan::Entity {
    const ID: production_plan::Column = production_plan::Column::Id;
    const VOIDED: Option<production_plan::Column> = Some(production_plan::Column::VoidedAt);

    /// A plan belongs to the commune where its group lay in that year, and to its group.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| production_plan::Column::CommuneId.in_subquery(communes))
            .groups(|groups: &[GroupId]| production_plan::Column::GroupId.is_in(groups.iter().copied()))
            .condition()
    }
}

impl Revised for production_plan::Entity {
    const VERSION: production_plan::Column = production_plan::Column::Version;
    const UPDATED_AT: production_plan::Column = production_plan::Column::UpdatedAt;

    fn version(row: &production_plan::Model) -> i32 {
        row.version
    }
}

/// Parts of a plan lie where the plan lies.
pub fn of_plans_within<C: ColumnTrait>(plan_id: C, reach: &Reach) -> Condition {
    if reach.whole {
        return Condition::all();
    }
    Condition::all().add(plan_id.in_subquery(owned_ids::<production_plan::Entity>(reach)))
}

/// The two columns that say where a plan lies.
pub const PLACE: (production_plan::Column, production_plan::Column) =
    (production_plan::Column::CommuneId, production_plan::Column::FormerCommuneId);

/// The last day of a year, or another one if that is earlier: people who share what a plan brought are counted on it.
#[must_use]
pub fn last_day(year: i32, at_most: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 12, 31).map_or(at_most, |last| std::cmp::min(last, at_most))
}

/// Approved versions in force on a day (`plan_version` must be joined or selected from).
#[must_use]
pub fn version_in_force(day: NaiveDate) -> Condition {
    use plan_version::Column;
    let lasts = Condition::any().add(Column::SupersededOn.is_null()).add(Column::SupersededOn.gt(day));
    Condition::all().add(Column::ApprovedOn.lte(day)).add(lasts)
}

/// The plans with a version that meets a condition.
fn with_version(condition: Condition) -> SelectStatement {
    plan_version::Entity::find()
        .select_only()
        .column(plan_version::Column::PlanId)
        .filter(condition)
        .into_query()
}

/// Whether a row of `farmer_group` has a plan for the year of a day that was approved as adapted to the climate and is in
/// force on the day; looked up group by group: a page is filled long before all are known.
#[must_use]
pub fn has_plan(day: NaiveDate) -> Expr {
    let its_group = Expr::col(production_plan::Column::GroupId.as_column_ref())
        .eq(Expr::col(farmer_group::Column::Id.as_column_ref()));
    Expr::exists(planned(day).and_where(its_group).to_owned())
}

/// The groups that have such a plan, each once: a group has one plan for a year, and a plan one version in force. Its one
/// column is `group_id`.
#[must_use]
pub fn planned(day: NaiveDate) -> SelectStatement {
    use production_plan::Column;
    let its = |column: Column| Expr::col(column.as_column_ref());
    let version = Expr::col(plan_version::Column::PlanId.as_column_ref()).eq(its(Column::Id));
    Query::select()
        .expr_as(its(Column::GroupId), "group_id")
        .from(production_plan::Entity)
        .join(JoinType::InnerJoin, plan_version::Entity, version)
        .cond_where(adapted_in_force(day))
        .to_owned()
}

/// Adds how many of the groups of a query have such a plan, and how many of these something else too, which is null for
/// the others. The first expression is the id of the group.
pub fn add_planned(groups: &mut SelectStatement, (id, also): (&Expr, &Expr), day: NaiveDate) {
    let its = Expr::col(("planned", "group_id"));
    groups
        .join_subquery(JoinType::LeftJoin, planned(day), "planned", its.clone().eq(id.clone()))
        .expr_as(its.clone().count(), "planned")
        .expr_as(Expr::case(its.is_not_null(), also.clone()).count(), "planned_contracted");
}

/// Plans for the year of a day with a version that is in force on it and was approved as adapted.
fn adapted_in_force(day: NaiveDate) -> Condition {
    use production_plan::Column;
    Condition::all()
        .add(Column::Year.eq(day.year()))
        .add(Column::VoidedAt.is_null())
        .add(plan_version::Column::CountsAsAdapted.eq(true))
        .add(version_in_force(day))
}

impl ProductionPlanFilter {
    /// The filters as one condition on plans.
    #[must_use]
    pub fn condition(&self) -> Condition {
        use production_plan::Column;
        let states = self.status.as_ref().map(|all| Column::Status.is_in(all.as_slice().iter().copied()));
        let chains = self
            .value_chain
            .as_ref()
            .map(|all| plan_line::Column::Chain.is_in(all.as_slice().iter().map(AsRef::<str>::as_ref)));
        let adapted = self.is_adapted.map(|yes| plan_version::Column::CountsAsAdapted.eq(yes));
        let in_force = self.as_of.map(|day| version_in_force(day.date()).add_option(adapted));
        let latest = self.is_adapted.filter(|_| self.as_of.is_none()).map(is_adapted);
        Condition::all()
            .add_option(self.group_id.map(|id| Column::GroupId.eq(id)))
            .add_option(self.year.map(|year| Column::Year.eq(year)))
            .add_option(states)
            .add_option(self.area_id.map(|id| in_area(PLACE, id)))
            .add_option(chains.map(with_latest_line))
            .add_option(in_force.map(|condition| Column::Id.in_subquery(with_version(condition))))
            .add_option(latest)
    }
}

/// Plans whose latest version names hazards and measures, or does not.
fn is_adapted(yes: bool) -> Expr {
    use plan_version::Column as V;
    use production_plan::Column;
    let its = |column: Column| Expr::col(column.as_column_ref());
    let latest = Query::select()
        .expr(Expr::val(1))
        .from(plan_version::Entity)
        .and_where(Expr::col(V::PlanId.as_column_ref()).eq(its(Column::Id)))
        .and_where(Expr::col(V::N.as_column_ref()).eq(its(Column::N)))
        .and_where(V::IsAdapted.eq(yes))
        .to_owned();
    Expr::exists(latest)
}

/// The lines of the latest version of a plan; selects nothing yet.
fn latest_lines() -> SelectStatement {
    use plan_line::Column as L;
    use production_plan::Column;
    let its = |column: Column| Expr::col(column.as_column_ref());
    Query::select()
        .from(plan_line::Entity)
        .and_where(Expr::col(L::PlanId.as_column_ref()).eq(its(Column::Id)))
        .and_where(Expr::col(L::N.as_column_ref()).eq(its(Column::N)))
        .to_owned()
}

fn with_latest_line(condition: Expr) -> Expr {
    Expr::exists(latest_lines().expr(Expr::val(1)).and_where(condition).to_owned())
}

/// The order of a sort key.
#[must_use]
pub(super) fn order(key: &str) -> SortBy {
    match key {
        "-updated_at" => {
            SortBy::column(production_plan::Column::UpdatedAt, SortKind::Instant).descending(true)
        }
        _ => SortBy::year(production_plan::Column::Year).descending(key.starts_with('-')),
    }
}

/// Adds the name of the group, and of the latest version whether it is adapted and what it costs and brings.
pub(super) fn summed(select: Select<production_plan::Entity>) -> Select<production_plan::Entity> {
    use production_plan::{Column, Entity};
    let group = Entity::belongs_to(farmer_group::Entity).from(Column::GroupId).to(farmer_group::Column::Id);
    let latest = Entity::belongs_to(plan_version::Entity)
        .from((Column::Id, Column::N))
        .to((plan_version::Column::PlanId, plan_version::Column::N));
    let sum = |column: plan_line::Column| {
        let sum = Expr::col(column.as_column_ref()).sum().cast_as("bigint");
        Expr::from(latest_lines().expr(sum).to_owned())
    };
    select
        .join(JoinType::InnerJoin, group.into())
        .join(JoinType::InnerJoin, latest.into())
        .column_as(farmer_group::Column::Name, "group_name")
        .column(plan_version::Column::IsAdapted)
        .expr_as(sum(plan_line::Column::CostVnd), "cost_vnd")
        .expr_as(sum(plan_line::Column::RevenueVnd), "revenue_vnd")
}

/// Which plans of a page the caller reaches for entering and for deciding.
#[derive(Debug)]
pub(super) struct Reached {
    entering: HashSet<Uuid>,
    deciding: HashSet<Uuid>,
}

impl Reached {
    /// Asks the database only where the reaches differ.
    pub(super) async fn of<P: RowLevel>(access: &Access<P>, ids: &[Uuid]) -> Result<Self, Error> {
        Ok(Self {
            entering: access.also::<UpdatePlan, production_plan::Entity>(ids).await?,
            deciding: access.also::<ApprovePlan, production_plan::Entity>(ids).await?,
        })
    }

    pub(super) fn holds(&self, id: PlanId, permission: Permission) -> bool {
        let is_deciding = matches!(permission, Permission::Plans(Plans::ReturnPlan | Plans::ApprovePlan));
        let reached = if is_deciding { &self.deciding } else { &self.entering };
        reached.contains(&id.into())
    }
}

/// A plan with what its latest version says; `holds` says which permissions the caller holds over it.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub async fn plan_of(
    source: &impl Reading,
    rows: Rows<production_plan::Entity>,
    holds: impl Fn(Permission) -> bool,
) -> Result<ProductionPlan, Error> {
    let found: Vec<production_plan::Model> = source.load(rows, |select| select).await?;
    let row = found.into_iter().next().ok_or(Error::NotFound)?;
    let latest = version_of(source, (row.id, row.n)).await?;
    let (content, actions) = (content_of(&latest)?, open(STEPS, row.status, holds));
    Ok(ProductionPlan::of(row, latest, content, actions))
}

/// A plan as it is now, for whoever acts on it.
///
/// # Errors
/// 404 outside the reach.
pub async fn view<P: Permit>(tx: &Tx, access: &Access<P>, id: PlanId) -> Result<ProductionPlan, Error> {
    plan_of(tx, access.row(id), |permission| access.caller().holds(permission)).await
}
