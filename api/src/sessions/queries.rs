//! Whose sessions are whose, and look-ups of them.

use chrono::NaiveDate;
use entity::{account, area, ids::AccountId, refresh_token, role_assignment, session};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QuerySelect, RelationDef, Select, sea_query::Expr,
};

use super::messages::HeldRole;
use crate::{
    access::{Owned, Reach, Rows, SignedIn, holds_on},
    error::Error,
    store::{Own, SortBy, SortKind},
};

/// No permission reaches credentials; only the account they belong to does.
pub(crate) fn nobody(_: &Reach) -> Condition {
    Condition::all().add(Expr::cust("1 = 0"))
}

impl Owned for session::Entity {
    const ID: session::Column = session::Column::Id;
    const VOIDED: Option<session::Column> = None;

    fn within(reach: &Reach) -> Condition {
        nobody(reach)
    }
}

impl Owned for refresh_token::Entity {
    const ID: refresh_token::Column = refresh_token::Column::Id;
    const VOIDED: Option<refresh_token::Column> = None;

    fn within(reach: &Reach) -> Condition {
        nobody(reach)
    }
}

impl Own for session::Entity {
    fn of(account_id: AccountId) -> Condition {
        Condition::all().add(session::Column::AccountId.eq(account_id))
    }
}

impl Own for account::Entity {
    fn of(account_id: AccountId) -> Condition {
        Condition::all().add(account::Column::Id.eq(account_id))
    }
}

impl Own for role_assignment::Entity {
    fn of(account_id: AccountId) -> Condition {
        Condition::all().add(role_assignment::Column::AccountId.eq(account_id))
    }
}

/// The caller's own sessions that are still alive.
pub(super) fn live(gate: &SignedIn) -> Rows<session::Entity> {
    gate.own::<session::Entity>()
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(gate.service.clock().now()))
}

/// The order of the list of sessions.
pub(super) fn sort(key: &str) -> SortBy {
    SortBy::column(session::Column::LastUsedAt, SortKind::Instant).descending(key.starts_with('-'))
}

/// The caller's own account.
pub(super) async fn own_account(gate: &SignedIn) -> Result<account::Model, Error> {
    gate.one(gate.own::<account::Entity>()).await
}

/// The caller's roles of a day, with the codes and names of their areas.
pub(super) async fn roles_on(gate: &SignedIn, today: NaiveDate) -> Result<Vec<HeldRole>, Error> {
    gate.shaped(gate.own::<role_assignment::Entity>().filter(holds_on(today)), with_area).await
}

fn with_area(select: Select<role_assignment::Entity>) -> Select<role_assignment::Entity> {
    use role_assignment::Column as C;
    let area: RelationDef =
        role_assignment::Entity::belongs_to(area::Entity).from(C::AreaId).to(area::Column::Id).into();
    select
        .select_only()
        .columns([C::Role, C::AreaId, C::GroupId, C::PartnerId])
        .column_as(area::Column::Code, "area_code")
        .column_as(area::Column::NameVi, "area_name_vi")
        .column_as(area::Column::NameEn, "area_name_en")
        .join(JoinType::LeftJoin, area)
}
