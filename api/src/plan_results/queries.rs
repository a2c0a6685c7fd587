//! Which results lie within a scope, and results with what was lost to hazards.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    farmer_group,
    ids::{AreaId, GroupId, PlanId, PlanResultId},
    plan_loss, plan_result,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Query},
};

use super::messages::{Loss, PlanResult, PlanResultFilter, Shown, SumOf};
use crate::{
    access::{Owned, Reach, Rows, Within, owned_ids},
    error::Error,
    places::queries::{in_area, not_assigned},
    store::{Reading, Revised, SortBy, SortKind},
    values::{FieldCode, Line, Quantity},
};

impl Owned for plan_result::Entity {
    const ID: plan_result::Column = plan_result::Column::Id;
    const VOIDED: Option<plan_result::Column> = Some(plan_result::Column::VoidedAt);

    /// A result lies where its plan lies.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| plan_result::Column::CommuneId.in_subquery(communes))
            .groups(|groups: &[GroupId]| plan_result::Column::GroupId.is_in(groups.iter().copied()))
            .condition()
    }
}

impl Revised for plan_result::Entity {
    const VERSION: plan_result::Column = plan_result::Column::Version;
    const UPDATED_AT: plan_result::Column = plan_result::Column::UpdatedAt;

    fn version(row: &plan_result::Model) -> i32 {
        row.version
    }
}

impl Owned for plan_loss::Entity {
    const ID: plan_loss::Column = plan_loss::Column::Id;
    const VOIDED: Option<plan_loss::Column> = None;

    fn within(reach: &Reach) -> Condition {
        if reach.whole {
            return Condition::all();
        }
        let results = owned_ids::<plan_result::Entity>(reach);
        Condition::all().add(plan_loss::Column::ResultId.in_subquery(results))
    }
}

/// The condition for a result of this plan.
pub fn of_plan(id: PlanId) -> Expr {
    plan_result::Column::PlanId.eq(id)
}

/// The two columns that say where a result lies.
pub const PLACE: (plan_result::Column, plan_result::Column) =
    (plan_result::Column::CommuneId, plan_result::Column::FormerCommuneId);

/// Results of plans for a year that were known by a day, in an area of either map if one is given.
#[must_use]
pub fn known_of_year(year: i32, by: NaiveDate, area: Option<AreaId>) -> Condition {
    Condition::all()
        .add(plan_result::Column::Year.eq(year))
        .add(plan_result::Column::RecordedOn.lte(by))
        .add_option(area.map(|id| in_area(PLACE, id)))
}

impl PlanResultFilter {
    /// The filters as one condition on results.
    #[must_use]
    pub fn condition(&self) -> Condition {
        use plan_result::Column;
        let chains = self
            .value_chain
            .as_ref()
            .map(|all| Column::Chain.is_in(all.as_slice().iter().map(AsRef::<str>::as_ref)));
        let unknown =
            self.not_assigned.map(|yes| if yes { not_assigned(PLACE) } else { not_assigned(PLACE).not() });
        let losing = self.hazard.as_ref().map(|_| {
            let results = plan_loss::Entity::find().select_only().column(plan_loss::Column::ResultId);
            Column::Id.in_subquery(results.filter(self.of_hazards()).into_query())
        });
        Condition::all()
            .add_option(self.as_of.map(|day| Column::RecordedOn.lte(day.date())))
            .add_option(self.year.map(|year| Column::Year.eq(year)))
            .add_option(self.group_id.map(|id| Column::GroupId.eq(id)))
            .add_option(self.area_id.map(|id| in_area(PLACE, id)))
            .add_option(unknown)
            .add_option(chains)
            .add_option(losing)
    }

    /// Losses to the hazards asked for, or to any.
    fn of_hazards(&self) -> Condition {
        let hazards = self
            .hazard
            .as_ref()
            .map(|all| plan_loss::Column::Hazard.is_in(all.as_slice().iter().map(AsRef::<str>::as_ref)));
        Condition::all().add_option(hazards)
    }

    /// What a result adds to the sum that was asked for.
    pub(super) fn added(&self) -> Expr {
        let column = |column: plan_result::Column| Expr::col(column.as_column_ref());
        let (revenue, cost) = (column(plan_result::Column::RevenueVnd), column(plan_result::Column::CostVnd));
        match self.sum_of.unwrap_or_default() {
            SumOf::Revenue => revenue,
            SumOf::Cost => cost,
            SumOf::Profit => revenue.sub(cost),
            SumOf::Losses => {
                let its = Expr::col(plan_loss::Column::ResultId.as_column_ref());
                let lost = Query::select()
                    .expr(Expr::col(plan_loss::Column::ValueVnd.as_column_ref()).sum().cast_as("bigint"))
                    .from(plan_loss::Entity)
                    .and_where(its.eq(column(plan_result::Column::Id)))
                    .cond_where(self.of_hazards())
                    .to_owned();
                lost.into()
            }
        }
    }
}

/// The order of a sort key.
#[must_use]
pub(super) fn order(key: &str) -> SortBy {
    SortBy::column(plan_result::Column::RecordedOn, SortKind::Date).descending(key.starts_with('-'))
}

/// Adds the name of the group.
pub(super) fn named(select: Select<plan_result::Entity>) -> Select<plan_result::Entity> {
    let group = plan_result::Entity::belongs_to(farmer_group::Entity)
        .from(plan_result::Column::GroupId)
        .to(farmer_group::Column::Id);
    select.join(JoinType::InnerJoin, group.into()).column_as(farmer_group::Column::Name, "group_name")
}

/// How many results' losses are asked for at once: each names at most 20, and no more than 1,000 rows come back.
const AT_ONCE: usize = 50;

/// Results that were loaded as rows, with what was lost to hazards.
///
/// # Errors
/// When the database fails.
pub(super) async fn complete(source: &impl Reading, shown: Vec<Shown>) -> Result<Vec<PlanResult>, Error> {
    let mut losses: HashMap<PlanResultId, Vec<Loss>> = HashMap::new();
    for some in shown.chunks(AT_ONCE) {
        let ids = some.iter().map(|one| one.row.id);
        let rows = source.parts::<plan_loss::Entity>().filter(plan_loss::Column::ResultId.is_in(ids));
        let mut found: Vec<plan_loss::Model> = source.load(rows, |select| select).await?;
        found.sort_by(|one, other| one.hazard.cmp(&other.hazard));
        for row in found {
            let loss = loss_of(&row).map_err(|code| Error::internal(code.word()))?;
            losses.entry(row.result_id).or_default().push(loss);
        }
    }
    Ok(shown
        .into_iter()
        .map(|one| {
            let lost = losses.remove(&one.row.id).unwrap_or_default();
            PlanResult::of(one, lost)
        })
        .collect())
}

fn loss_of(row: &plan_loss::Model) -> Result<Loss, FieldCode> {
    Ok(Loss {
        hazard: Line::parse(&row.hazard)?,
        quantity: Quantity::of_millionths(row.quantity),
        value_vnd: row.value_vnd,
    })
}

/// One result.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub async fn result_of(source: &impl Reading, rows: Rows<plan_result::Entity>) -> Result<PlanResult, Error> {
    let found = complete(source, source.load(rows, named).await?).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}
