//! Whose people somebody may see, and what their part in a partner is.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    account,
    enums::Role,
    ids::{AccountId, PartnerId},
    partner, role_assignment,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::messages::PartnerPerson;
use crate::{
    access::{Access, Caller, Permit, RowLevel, Rows, holds_on, not_over},
    assignments::messages::{AssignmentStatus, RoleAssignment},
    error::Error,
    store::{Reading, SortBy, SortKind, Tx},
};

/// The partner whose people the caller may see: its own, or any for roles over the whole province.
pub(super) fn reached<P: RowLevel + Permit>(access: &Access<P>, id: PartnerId) -> Rows<partner::Entity> {
    let own = partner::Column::Id.is_in(access.reach().partners.iter().copied());
    let of_area = (!access.reach().whole).then_some(own);
    access.row::<partner::Entity>(id).filter(Condition::all().add_option(of_area))
}

/// The assignments of accounts to act for a partner; the partner was found within the reach.
pub(super) fn parts_of(id: PartnerId) -> Rows<role_assignment::Entity> {
    Rows::unrestricted(role_assignment::Entity::find())
        .filter(role_assignment::Column::PartnerId.eq(id))
        .filter(role_assignment::Column::Role.eq(Role::Partner))
        .filter(role_assignment::Column::AccountId.is_not_null())
        .filter(role_assignment::Column::VoidedAt.is_null())
}

/// The accounts that act for a partner, or did; the partner was found within the reach.
pub(super) fn people_of(id: PartnerId) -> Rows<account::Entity> {
    let holders = parts_of(id).into_select().select_only().column(role_assignment::Column::AccountId);
    let holders = holders.into_query();
    Rows::unrestricted(account::Entity::find()).filter(account::Column::Id.in_subquery(holders))
}

/// The order of a sort key.
pub(super) fn sort(key: &str) -> SortBy {
    SortBy::column(account::Column::Login, SortKind::Text).descending(key.starts_with('-'))
}

/// Somebody's part in a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The partner.
    pub partner_id: PartnerId,
    /// Whether it counts.
    pub status: AssignmentStatus,
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day after it.
    pub until_on: Option<NaiveDate>,
}

impl Part {
    /// The part that one of the assignments to a partner gives.
    fn of(id: PartnerId, held: RoleAssignment) -> Self {
        Self { partner_id: id, status: held.status, from_on: held.from_on, until_on: held.until_on }
    }

    /// Who has had several parts has the one that counts, else the one that lasts longest.
    fn rank(&self) -> (bool, NaiveDate, NaiveDate) {
        let is_active = self.status == AssignmentStatus::Active;
        (is_active, self.until_on.unwrap_or(NaiveDate::MAX), self.from_on)
    }
}

/// The views of accounts that were found among the people of a partner, in the same order.
///
/// # Errors
/// When the database fails.
pub(super) async fn views(
    source: &impl Reading,
    (id, rows): (PartnerId, Vec<account::Model>),
    (caller, today): (&Caller, NaiveDate),
) -> Result<Vec<PartnerPerson>, Error> {
    let ids = rows.iter().map(|row| row.id);
    let held = parts_of(id).filter(role_assignment::Column::AccountId.is_in(ids));
    let held: Vec<role_assignment::Model> = source.load(held, |select| select).await?;
    let mut parts: HashMap<AccountId, Part> = HashMap::new();
    for row in held {
        let Some(account) = row.account_id else { continue };
        let part = Part::of(id, RoleAssignment::of(row, caller, today));
        let kept = parts.entry(account).or_insert(part);
        if part.rank() > kept.rank() {
            *kept = part;
        }
    }
    let view = |row: account::Model| {
        let part = parts.get(&row.id).ok_or(Error::NotFound)?;
        Ok(PartnerPerson::of(row, part, caller))
    };
    rows.into_iter().map(view).collect()
}

/// The view of one.
///
/// # Errors
/// 404 when the account has no part in the partner.
pub(super) async fn view(
    source: &impl Reading,
    (id, row): (PartnerId, account::Model),
    seen: (&Caller, NaiveDate),
) -> Result<PartnerPerson, Error> {
    views(source, (id, vec![row]), seen).await?.pop().ok_or(Error::NotFound)
}

/// True when an account holds a role beside its part in a partner, now or later.
pub(super) async fn holds_others(tx: &Tx, id: PartnerId, account: AccountId) -> Result<bool, Error> {
    use role_assignment::Column as C;
    let is_other = Condition::any().add(C::PartnerId.is_null()).add(C::PartnerId.ne(id));
    let others = tx
        .beyond_reach::<role_assignment::Entity>("roles elsewhere protect an account")
        .filter(C::AccountId.eq(account))
        .filter(is_other)
        .filter(not_over(tx.today()));
    Ok(tx.count(others).await? > 0)
}

/// How many act for a partner, now or later.
pub(super) async fn number_of(tx: &Tx, id: PartnerId) -> Result<u64, Error> {
    tx.count(parts_of(id).filter(not_over(tx.today()))).await
}

/// How many can sign in and act for a partner today.
pub(super) async fn number_acting(tx: &Tx, id: PartnerId) -> Result<u64, Error> {
    let active = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::IsActive.eq(true))
        .into_query();
    let acting = parts_of(id)
        .filter(holds_on(tx.today()))
        .filter(role_assignment::Column::AccountId.in_subquery(active));
    tx.count(acting).await
}
