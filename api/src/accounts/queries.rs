//! Which accounts an administrator sees, and look-ups of accounts.

use entity::{account, ids::AccountId, role_assignment, search_word};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use super::messages::UserFilter;
use crate::{
    access::{CONFIRMED_BY_TWO, Owned, Reach, not_over},
    error::Error,
    store::{Revised, SortBy, SortKind, Tx},
    values::search_words,
};

/// The word of accounts in the search index.
pub(super) const INDEXED_AS: &str = "user";

impl Owned for account::Entity {
    const ID: account::Column = account::Column::Id;
    const VOIDED: Option<account::Column> = None;

    /// The whole province reaches every account; an area those with a role in it (held now, later or before), and
    /// those with no role at all, so that whoever made an account can go on to give it one.
    fn within(reach: &Reach) -> Condition {
        if reach.whole {
            return Condition::all();
        }
        Condition::any()
            .add(account::Column::Id.in_subquery(holders(role_assignment::Entity::within(reach))))
            .add(account::Column::Id.not_in_subquery(holders(Condition::all())))
    }
}

impl Revised for account::Entity {
    const VERSION: account::Column = account::Column::Version;
    const UPDATED_AT: account::Column = account::Column::UpdatedAt;

    fn version(row: &account::Model) -> i32 {
        row.version
    }
}

/// The accounts that hold one of these assignments, as a sub-query of their ids.
fn holders(assignments: Condition) -> SelectStatement {
    use role_assignment::Column as C;
    role_assignment::Entity::find()
        .select_only()
        .column(C::AccountId)
        .filter(C::VoidedAt.is_null())
        .filter(C::AccountId.is_not_null())
        .filter(assignments)
        .into_query()
}

/// True when all present and future roles of an account lie within the reach: only then may it be changed, or an
/// administrator of a commune could take over an account of the province.
pub(super) async fn lies_within(tx: &Tx, reach: &Reach, id: AccountId) -> Result<bool, Error> {
    if reach.whole {
        return Ok(true);
    }
    let present = tx
        .beyond_reach::<role_assignment::Entity>("roles outside the reach protect an account")
        .filter(role_assignment::Column::AccountId.eq(id))
        .filter(not_over(tx.today()));
    let within = present.clone().filter(role_assignment::Entity::within(reach));
    Ok(tx.count(present).await? == tx.count(within).await?)
}

/// True when an account holds a role that two administrators give, now or later, confirmed or not.
pub(super) async fn is_weighty(tx: &Tx, id: AccountId) -> Result<bool, Error> {
    let held = tx
        .beyond_reach::<role_assignment::Entity>(
            "weighty roles protect an account from one administrator alone",
        )
        .filter(role_assignment::Column::AccountId.eq(id))
        .filter(role_assignment::Column::Role.is_in(CONFIRMED_BY_TWO))
        .filter(not_over(tx.today()));
    Ok(tx.count(held).await? > 0)
}

impl UserFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        Condition::all()
            .add_option(self.is_active.map(|is_active| account::Column::IsActive.eq(is_active)))
            .add_option(self.q.as_ref().map(|q| matching(q.as_ref())))
    }

    /// The order of a sort key.
    #[must_use]
    pub fn sort(key: &str) -> SortBy {
        SortBy::column(account::Column::Login, SortKind::Text).descending(key.starts_with('-'))
    }
}

/// The login starts with the text, or each word of the text starts a word of login or name.
fn matching(text: &str) -> Condition {
    let by_login = starting(account::Column::Login, &text.to_ascii_lowercase());
    let words = search_words(text);
    if words.is_empty() {
        return by_login;
    }
    let by_words = words.iter().fold(Condition::all(), |all, (word, _)| {
        let found = search_word::Entity::find()
            .select_only()
            .column(search_word::Column::ResourceId)
            .filter(search_word::Column::Resource.eq(INDEXED_AS))
            .filter(starting(search_word::Column::Word, word));
        all.add(account::Column::Id.in_subquery(found.into_query()))
    });
    Condition::any().add(by_login).add(by_words)
}

/// A range of the byte order, which an index serves on both databases.
fn starting<C: ColumnTrait>(column: C, prefix: &str) -> Condition {
    Condition::all().add(column.gte(prefix)).add(column.lt(format!("{prefix}\u{10ffff}")))
}
