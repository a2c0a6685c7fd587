//! Memberships of groups that count on a day.

use entity::{group_office, membership, person};
use sea_orm::{
    ColumnTrait,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, JoinType, Order, Query, SelectStatement, WindowStatement},
};

use super::{
    people::{columns_of_person, join_hidden},
    queries::{Asked, column, hit},
};
use crate::{
    areas::queries::holds_on,
    contract_years::queries::contracted_between,
    indicator_definitions::queries::Measure,
    indicators::queries::{Frame, is_known, member, of_sources, poverty},
    payments::queries::funded,
    training_coverage::queries::{supported, trained_by},
};

/// The memberships. `memberships` selects from `membership`.
pub(super) fn facts(memberships: SelectStatement, asked: &Asked) -> SelectStatement {
    if !asked.sums(&[Measure::First]) {
        return each(memberships, asked);
    }
    let is_first = Expr::col(NUMBER).eq(1);
    Query::select()
        .column(Asterisk)
        .expr_as(hit(is_first), column(Measure::First))
        .from_subquery(numbered(memberships, asked), "numbered")
        .to_owned()
}

fn each(mut memberships: SelectStatement, asked: &Asked) -> SelectStatement {
    of_sources(&mut memberships, &asked.frame);
    let id = Expr::col((membership::Entity, membership::Column::Id));
    let its_person = Expr::col((person::Entity, person::Column::Id)).eq(member());
    memberships.expr_as(id, "id").join(JoinType::InnerJoin, person::Entity, its_person);
    for name in ["commune_id", "former_commune_id", "legal_form", "chain"] {
        memberships.expr_as(Expr::col(("source", name)), name);
    }
    join_hidden(&mut memberships, asked, member());
    columns_of_person(&mut memberships, asked);
    for (name, ids) in joined(asked) {
        let on = Expr::col((name, "group_id")).eq(Expr::col(("source", "counted_id")));
        memberships.join_subquery(JoinType::LeftJoin, ids, name, on);
    }
    if asked.sums(&[Measure::Trained]) {
        let on = Expr::col(("trained", "person_id")).eq(member());
        memberships.join_subquery(JoinType::LeftJoin, trained_by(asked.frame.as_of), "trained", on);
    }
    for measure in asked.measures.iter().filter(|measure| **measure != Measure::First) {
        memberships.expr_as(hit(is(*measure, &asked.frame)), column(*measure));
    }
    memberships
}

/// The lists of groups that the measures ask about, by the name under which they are joined.
fn joined(asked: &Asked) -> Vec<(&'static str, SelectStatement)> {
    use Measure as M;
    let (from_on, day) = (asked.from_on, asked.frame.as_of);
    let mut lists = Vec::new();
    if asked.sums(&[M::Funded]) {
        lists.push(("funded", funded(day)));
    }
    if asked.sums(&[M::Supported, M::SupportedOffice]) {
        lists.push(("supported", supported(from_on, day)));
    }
    if asked.sums(&[M::Linked]) {
        lists.push(("linked", contracted_between(from_on, day)));
    }
    lists
}

fn is(measure: Measure, frame: &Frame) -> Expr {
    use Measure as M;
    let of = |name: &'static str| Expr::col((name, "group_id")).is_not_null();
    match measure {
        M::Funded => of("funded"),
        M::Supported => of("supported"),
        M::SupportedOffice => of("supported").and(holds_office(frame)),
        M::Linked => of("linked"),
        M::Trained => Expr::col(("trained", "person_id")).is_not_null(),
        M::Known => is_known(frame).unwrap_or_else(|| Expr::val(1).eq(1)),
        M::Poor => poverty(frame).is_not_null(),
        _ => Expr::val(1).eq(1),
    }
}

/// Whether the member is head, deputy, secretary or treasurer on the day.
fn holds_office(frame: &Frame) -> Expr {
    use group_office::Column;
    let its = Expr::col(Column::MembershipId.as_column_ref())
        .eq(Expr::col((membership::Entity, membership::Column::Id)));
    let offices = Query::select()
        .expr(Expr::val(1))
        .from(group_office::Entity)
        .and_where(its)
        .and_where(Column::VoidedAt.is_null())
        .cond_where(holds_on(Column::FromOn, Column::UntilOn, frame.as_of))
        .to_owned();
    Expr::exists(offices)
}

/// Of the memberships of each person, the one that was entered first, so that persons count once and their parts add up.
pub(super) fn first_of_each_person(memberships: SelectStatement, asked: &Asked) -> SelectStatement {
    Query::select()
        .column(Asterisk)
        .from_subquery(numbered(memberships, asked), "numbered")
        .and_where(Expr::col(NUMBER).eq(1))
        .to_owned()
}

/// The number of a membership among those of its person.
const NUMBER: &str = "number";

/// The memberships, those of each person numbered in the order in which they were entered.
fn numbered(memberships: SelectStatement, asked: &Asked) -> SelectStatement {
    let id = Expr::col((membership::Entity, membership::Column::Id));
    let window = WindowStatement::partition_by(membership::Column::PersonId.as_column_ref())
        .order_by_expr(id, Order::Asc)
        .to_owned();
    let mut all = each(memberships, asked);
    all.expr_window_as(Expr::cust("ROW_NUMBER()"), window, Alias::new(NUMBER));
    all
}
