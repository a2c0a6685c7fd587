//! Which groups lie within a scope, what they were on a day, and which group a figure counts.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    enums::{GroupStatus, LegalForm},
    farmer_group, group_office, group_period,
    ids::GroupId,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QuerySelect, Select,
    sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr},
};

use super::{
    messages::{Group, GroupFilter, GroupSummary},
    workflow::actions,
};
use crate::{
    access::{Owned, Permission, Reach, Rows, Within, owned_ids},
    areas::queries::holds_on,
    contract_years::queries::has_contract,
    error::Error,
    group_chains::{
        messages::ChainUse,
        queries::{chains_of, with_main_chain},
    },
    http::etag_of,
    offices::messages::OfficeHeld,
    payments::queries::is_funded,
    periods::queries::{in_area, in_force, lasting, not_assigned, periods, present, with_period},
    plans::queries::has_plan,
    store::{Reading, Revised, SortBy, SortKind, Words, starting},
};

/// The word under which names of groups are found.
pub const SEARCHED_AS: &str = "farmer_group";

impl Owned for farmer_group::Entity {
    const ID: farmer_group::Column = farmer_group::Column::Id;
    const VOIDED: Option<farmer_group::Column> = Some(farmer_group::Column::VoidedAt);

    /// A group belongs to the commune of its present period; a leader to one group.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| farmer_group::Column::Id.in_subquery(lying_in(communes)))
            .groups(|groups| farmer_group::Column::Id.is_in(groups.iter().copied()))
            .condition()
    }
}

/// The groups whose present commune is one of these.
#[must_use]
pub fn lying_in(communes: SelectStatement) -> SelectStatement {
    periods(present().add(group_period::Column::CommuneId.in_subquery(communes)))
}

impl Revised for farmer_group::Entity {
    const VERSION: farmer_group::Column = farmer_group::Column::Version;
    const UPDATED_AT: farmer_group::Column = farmer_group::Column::UpdatedAt;

    fn version(row: &farmer_group::Model) -> i32 {
        row.version
    }
}

/// Parts of a group lie where the group lies.
pub fn of_groups_within<C: ColumnTrait>(group_id: C, reach: &Reach) -> Condition {
    if reach.whole {
        return Condition::all();
    }
    Condition::all().add(group_id.in_subquery(owned_ids::<farmer_group::Entity>(reach)))
}

/// The group that figures count for a row of `farmer_group`: itself or, for a cooperative that continues a group,
/// that group. Counting distinct values of it counts an upgrade once.
#[must_use]
pub fn counted_group() -> SimpleExpr {
    let column = |column: farmer_group::Column| Expr::col(column.as_column_ref());
    Func::coalesce([column(farmer_group::Column::UpgradedFromId), column(farmer_group::Column::Id)]).into()
}

/// The cooperative that continues a row of `farmer_group`, if one does.
#[must_use]
pub fn continuing() -> SelectStatement {
    let later = Alias::new("later");
    let of_later = |column: farmer_group::Column| Expr::col((later.clone(), column));
    Query::select()
        .expr(of_later(farmer_group::Column::Id))
        .from_as(farmer_group::Entity, later.clone())
        .and_where(
            of_later(farmer_group::Column::UpgradedFromId)
                .eq(Expr::col(farmer_group::Column::Id.as_column_ref())),
        )
        .and_where(of_later(farmer_group::Column::VoidedAt).is_null())
        .to_owned()
}

/// The groups whose counted group began as one of these forms and was in one of these states on a day.
/// With `cig`, `tht` and `active`, `upgraded` the memberships of these groups are those of indicator G2.
#[must_use]
pub fn counted_as(
    day: NaiveDate,
    began_as: Option<&[LegalForm]>,
    statuses: Option<&[GroupStatus]>,
) -> SelectStatement {
    let counted = Alias::new("counted");
    let of_counted = |column: farmer_group::Column| Expr::col((counted.clone(), column));
    let its_period = Expr::col(group_period::Column::GroupId.as_column_ref())
        .eq(of_counted(farmer_group::Column::Id))
        .and(SimpleExpr::from(in_force(day)));
    Query::select()
        .column(farmer_group::Column::Id.as_column_ref())
        .from(farmer_group::Entity)
        .join_as(
            JoinType::InnerJoin,
            farmer_group::Entity,
            counted.clone(),
            of_counted(farmer_group::Column::Id).eq(counted_group()),
        )
        .join(JoinType::InnerJoin, group_period::Entity, its_period)
        .and_where(farmer_group::Column::VoidedAt.is_null())
        .and_where_option(
            began_as.map(|forms| of_counted(farmer_group::Column::BeganAs).is_in(forms.iter().copied())),
        )
        .and_where_option(
            statuses.map(|statuses| group_period::Column::Status.is_in(statuses.iter().copied())),
        )
        .to_owned()
}

impl GroupFilter {
    /// The filters as one condition on groups.
    #[must_use]
    pub fn condition(&self, day: NaiveDate) -> Condition {
        let standing = in_force(day)
            .add_option(self.area_id.map(in_area))
            .add_option(
                self.legal_form
                    .as_ref()
                    .map(|forms| group_period::Column::LegalForm.is_in(forms.as_slice().iter().copied())),
            )
            .add_option(
                self.status
                    .as_ref()
                    .map(|all| group_period::Column::Status.is_in(all.as_slice().iter().copied())),
            )
            .add_option(self.not_assigned.map(|yes| if yes { not_assigned() } else { not_assigned().not() }));
        let began_as = self.began_as.as_ref().map(|forms| {
            let began = farmer_group::Column::BeganAs.is_in(forms.as_slice().iter().copied());
            began.and(farmer_group::Column::UpgradedFromId.is_null())
        });
        let chains =
            self.value_chain.as_ref().map(|chains| with_main_chain(chains.into_iter().map(AsRef::as_ref)));
        Condition::all()
            .add(with_period(standing))
            .add_option(began_as)
            .add_option(chains.map(|chains| farmer_group::Column::Id.in_subquery(chains)))
            .add_option(
                self.has_contract.map(|yes| if yes { has_contract(day) } else { has_contract(day).not() }),
            )
            .add_option(self.is_funded.map(|yes| if yes { is_funded(day) } else { is_funded(day).not() }))
            .add_option(self.has_plan.map(|yes| if yes { has_plan(day) } else { has_plan(day).not() }))
            .add_option(
                self.q
                    .as_ref()
                    .map(|q| found_by(q.as_ref(), farmer_group::Column::Id, farmer_group::Column::Code)),
            )
    }

    /// The order of a sort key; a search puts names with the very diacritics first.
    #[must_use]
    pub fn order(&self, key: &str) -> SortBy {
        match (key, &self.q) {
            ("code", _) => SortBy::column(farmer_group::Column::Code, SortKind::Text),
            ("-updated_at", _) => {
                SortBy::column(farmer_group::Column::UpdatedAt, SortKind::Instant).descending(true)
            }
            (_, Some(q)) => {
                let search = Words::of(SEARCHED_AS, q.as_ref());
                search.order(farmer_group::Column::Id, farmer_group::Column::SortKey)
            }
            _ => SortBy::column(farmer_group::Column::SortKey, SortKind::Text),
        }
    }
}

/// Rows that a group's name, or the beginning of their own code, finds.
pub fn found_by<C: ColumnTrait>(q: &str, group_id: C, code: C) -> Condition {
    Condition::any().add(Words::of(SEARCHED_AS, q).condition(group_id)).add(starting(code, &q.to_uppercase()))
}

/// Adds what a group was on a day, what it is now, and its lineage; leaves out groups not established on the day.
pub(super) fn standing(select: Select<farmer_group::Entity>, day: NaiveDate) -> Select<farmer_group::Entity> {
    use group_period::Column as P;
    let period = || {
        farmer_group::Entity::belongs_to(group_period::Entity)
            .from(farmer_group::Column::Id)
            .to(group_period::Column::GroupId)
    };
    let present = Alias::new("present");
    let now = |column: P| Expr::col((present.clone(), column));
    let select = [P::LegalForm, P::Status, P::CommuneId, P::FormerCommuneId, P::FromOn, P::UntilOn]
        .into_iter()
        .fold(select, |select, column| select.column(column));
    select
        .join(JoinType::InnerJoin, period().on_condition(move |_, _| in_force(day)).into())
        .join_as(
            JoinType::InnerJoin,
            period().on_condition(|_, right| lasting(&right)).into(),
            present.clone(),
        )
        .expr_as(now(P::Status), "present_status")
        .expr_as(now(P::LegalForm), "present_form")
        .expr_as(now(P::CommuneId), "present_commune_id")
        .expr_as(established_on(), "established_on")
        .expr_as(continued_by(), "continued_by_id")
}

fn established_on() -> SelectStatement {
    let first = Alias::new("first");
    let of_first = |column: group_period::Column| Expr::col((first.clone(), column));
    Query::select()
        .expr(of_first(group_period::Column::FromOn).min())
        .from_as(group_period::Entity, first.clone())
        .and_where(
            of_first(group_period::Column::GroupId).eq(Expr::col(farmer_group::Column::Id.as_column_ref())),
        )
        .and_where(of_first(group_period::Column::VoidedAt).is_null())
        .to_owned()
}

fn continued_by() -> SelectStatement {
    let later = Alias::new("later");
    let of_later = |column: farmer_group::Column| Expr::col((later.clone(), column));
    let id = Expr::col(farmer_group::Column::Id.as_column_ref());
    Query::select()
        .expr(of_later(farmer_group::Column::Id))
        .from_as(farmer_group::Entity, later.clone())
        .and_where(of_later(farmer_group::Column::UpgradedFromId).eq(id))
        .and_where(of_later(farmer_group::Column::VoidedAt).is_null())
        .to_owned()
}

/// Fills in chains, actions and ETags of summaries that were loaded as rows.
pub(super) fn complete(
    groups: Vec<GroupSummary>,
    mut chains: HashMap<GroupId, Vec<ChainUse>>,
    holds: impl Fn(GroupId, Permission) -> bool,
) -> Vec<GroupSummary> {
    let each = |group: GroupSummary| GroupSummary {
        value_chains: chains.remove(&group.id).unwrap_or_default(),
        allowed_actions: actions(group.present_status, group.present_form, |p| holds(group.id, p)),
        etag: etag_of(group.version),
        ..group
    };
    groups.into_iter().map(each).collect()
}

/// A group as it was on a day; `holds` says which permissions the caller holds over it.
///
/// # Errors
/// 404 when it does not lie within `rows` or was not yet established.
pub async fn group_on(
    source: &impl Reading,
    rows: Rows<farmer_group::Entity>,
    day: NaiveDate,
    holds: impl Fn(Permission) -> bool,
) -> Result<Group, Error> {
    let found: Vec<Group> = source.load(rows, |select| standing(select, day)).await?;
    let group = found.into_iter().next().ok_or(Error::NotFound)?;
    let held = holds_on(group_office::Column::FromOn, group_office::Column::UntilOn, day)
        .add(group_office::Column::GroupId.eq(group.id));
    let mut offices: Vec<group_office::Model> =
        source.load(source.parts::<group_office::Entity>().filter(held), |select| select).await?;
    offices.sort_by_key(|held| held.id);
    let held = |row: group_office::Model| OfficeHeld {
        id: row.id,
        office: row.office,
        membership_id: row.membership_id,
        from_on: row.from_on,
    };
    Ok(Group {
        value_chains: chains_of(source, [group.id]).await?.remove(&group.id).unwrap_or_default(),
        offices: offices.into_iter().map(held).collect(),
        allowed_actions: actions(group.present_status, group.present_form, holds),
        etag: etag_of(group.version),
        ..group
    })
}
