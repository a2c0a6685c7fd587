//! What counts in the year of a day, until that day (`domain.md` §7, G10).

use chrono::{Datelike, NaiveDate};
use entity::{
    contract_line, contract_version, delivery,
    enums::{ContractStatus, PartnerKind},
    farmer_group, partner, sales_contract,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr},
};

use crate::{
    delivery_lists::queries::agreed_by,
    groups::queries::{continuing, counted_group},
};

fn of(column: sales_contract::Column) -> Expr {
    Expr::col(column.as_column_ref())
}

/// The first day of the year of a day.
#[must_use]
pub fn new_year(day: NaiveDate) -> NaiveDate {
    day.with_ordinal(1).unwrap_or(day)
}

/// Contracts that bound both sides at some time from the first day of the year to the day: what became of them
/// afterwards changes nothing.
#[must_use]
pub fn bound_in_year(day: NaiveDate) -> Condition {
    bound_between(new_year(day), day)
}

/// The same of any days.
fn bound_between(first: NaiveDate, day: NaiveDate) -> Condition {
    use ContractStatus as S;
    use sales_contract::Column::{EndedOn, EndsOn, StartsOn, Status, VoidedAt};
    let ended_later = of(EndedOn).gte(of(StartsOn)).and(EndedOn.gte(first));
    Condition::all()
        .add(Status.is_in([S::Confirmed, S::Completed, S::Terminated]))
        .add(StartsOn.lte(day))
        .add(EndsOn.gte(first))
        .add(EndedOn.is_null().or(ended_later))
        .add(VoidedAt.is_null())
}

/// Lines of those contracts whose deliveries begin in the year, as the text says that was in force on the day, or was
/// last.
#[must_use]
pub fn lines_of_year(day: NaiveDate) -> Condition {
    use contract_line::Column::{ContractId, DeliverFromOn, N};
    let bound = sales_contract::Entity::find()
        .select_only()
        .column(sales_contract::Column::Id)
        .filter(bound_in_year(day))
        .into_query();
    let its = |column: contract_line::Column| Expr::col(column.as_column_ref());
    let of_text = |column: contract_version::Column| Expr::col(column.as_column_ref());
    let in_force = Query::select()
        .expr(Func::max(of_text(contract_version::Column::N)))
        .from(contract_version::Entity)
        .and_where(of_text(contract_version::Column::ContractId).eq(its(ContractId)))
        .and_where(contract_version::Column::InForceFromOn.lte(day))
        .to_owned();
    Condition::all()
        .add(ContractId.in_subquery(bound))
        .add(its(N).eq(SimpleExpr::from(in_force)))
        .add(DeliverFromOn.gte(new_year(day)))
        .add(DeliverFromOn.lt(next_new_year(day)))
}

fn next_new_year(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year() + 1, 1, 1).unwrap_or(NaiveDate::MAX)
}

/// Deliveries from the first day of the year to the day that were acknowledged or settled by then.
#[must_use]
pub fn delivered_in_year(day: NaiveDate) -> Condition {
    use delivery::Column::DeliveredOn;
    Condition::all().add(agreed_by(day)).add(DeliveredOn.gte(new_year(day))).add(DeliveredOn.lte(day))
}

/// The groups that figures count which were party to a contract in the year; a contract of a cooperative counts for the
/// group that it continues. Its one column is `group_id`.
#[must_use]
pub fn contracted(day: NaiveDate) -> SelectStatement {
    contracted_between(new_year(day), day)
}

/// The same of any days.
#[must_use]
pub fn contracted_between(first: NaiveDate, day: NaiveDate) -> SelectStatement {
    let its_group =
        Expr::col(farmer_group::Column::Id.as_column_ref()).eq(of(sales_contract::Column::GroupId));
    Query::select()
        .expr_as(counted_group(), "group_id")
        .from(sales_contract::Entity)
        .join(JoinType::InnerJoin, farmer_group::Entity, its_group)
        .cond_where(bound_between(first, day))
        .add_group_by([counted_group()])
        .to_owned()
}

/// Whether a row of `farmer_group` was party to a contract in the year, itself or as the cooperative that continues it;
/// looked up group by group: a page is filled long before all are known.
#[must_use]
pub fn has_contract(day: NaiveDate) -> SimpleExpr {
    use sales_contract::Column::GroupId;
    let id = Expr::col(farmer_group::Column::Id.as_column_ref());
    let contracts = Query::select()
        .expr(Expr::val(1))
        .from(sales_contract::Entity)
        .and_where(of(GroupId).eq(id).or(of(GroupId).eq(SimpleExpr::from(continuing()))))
        .cond_where(bound_in_year(day))
        .to_owned();
    Expr::exists(contracts)
}

/// What belongs to partners that are one of these by law.
pub fn of_kinds<C: ColumnTrait>(partner_id: C, kinds: &[PartnerKind]) -> SimpleExpr {
    let partners = partner::Entity::find()
        .select_only()
        .column(partner::Column::Id)
        .filter(partner::Column::Kind.is_in(kinds.iter().copied()));
    partner_id.in_subquery(partners.into_query())
}
