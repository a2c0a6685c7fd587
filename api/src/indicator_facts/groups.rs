//! Groups that count on a day.

use entity::{
    enums::{GroupStatus, LegalForm},
    farmer_group, group_period,
};
use sea_orm::{
    ColumnTrait,
    sea_query::{Expr, ExprTrait, JoinType, SelectStatement},
};

use super::queries::{Asked, column, hit};
use crate::{
    contract_years::queries::{contracted, contracted_between},
    indicator_definitions::queries::Measure,
    indicators::queries::{BEGAN_AS, COUNTED, placed},
    payments::queries::funded,
    plans::queries::planned,
    training_coverage::queries::supported,
};

/// The groups. `groups` selects from `farmer_group`.
pub(super) fn facts(mut groups: SelectStatement, asked: &Asked) -> SelectStatement {
    use farmer_group::Column as Group;
    let id = Expr::col((farmer_group::Entity, Group::Id));
    groups.clear_selects().expr_as(id.clone(), "id");
    placed(&mut groups, &id, &asked.frame);
    for (name, ids) in joined(asked) {
        let on = Expr::col((name, "group_id")).eq(id.clone());
        groups.join_subquery(JoinType::LeftJoin, ids, name, on);
    }
    groups
        .and_where(Group::UpgradedFromId.is_null())
        .and_where(Group::BeganAs.is_in(BEGAN_AS))
        .and_where(group_period::Column::Status.is_in(COUNTED));
    for measure in &asked.measures {
        groups.expr_as(hit(is(*measure)), column(*measure));
    }
    groups
}

/// The lists of groups that the measures ask about, by the name under which they are joined.
fn joined(asked: &Asked) -> Vec<(&'static str, SelectStatement)> {
    use Measure as M;
    let (from_on, day) = (asked.from_on, asked.frame.as_of);
    let mut lists = Vec::new();
    if asked.sums(&[M::Funded]) {
        lists.push(("funded", funded(day)));
    }
    if asked.sums(&[M::ThtContracted, M::PlannedContracted]) {
        lists.push(("contracted", contracted(day)));
    }
    if asked.sums(&[M::Planned, M::PlannedContracted]) {
        lists.push(("planned", planned(day)));
    }
    if asked.sums(&[M::Supported]) {
        lists.push(("supported", supported(from_on, day)));
    }
    if asked.sums(&[M::Linked]) {
        lists.push(("linked", contracted_between(from_on, day)));
    }
    lists
}

fn is(measure: Measure) -> Expr {
    use Measure as M;
    let of = |name: &'static str| Expr::col((name, "group_id")).is_not_null();
    let is_tht = || group_period::Column::LegalForm.eq(LegalForm::Tht);
    let is_active_tht = || is_tht().and(group_period::Column::Status.eq(GroupStatus::Active));
    match measure {
        M::Funded => of("funded"),
        M::Supported => of("supported"),
        M::Linked => of("linked"),
        M::Upgraded => group_period::Column::Status.eq(GroupStatus::Upgraded),
        M::Tht => is_tht(),
        M::ThtContracted => is_tht().and(of("contracted")),
        M::ActiveTht => is_active_tht(),
        M::Planned => is_active_tht().and(of("planned")),
        M::PlannedContracted => is_active_tht().and(of("planned")).and(of("contracted")),
        _ => Expr::val(1).eq(1),
    }
}
