//! What the credential gates reach: an account by its login, a machine client by its id, and rows that are the signed-in
//! person's own.

use entity::{
    account, api_client,
    ids::{AccountId, ClientId, SessionId},
    session,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, SimpleExpr},
};

use super::{Paged, SortBy, Tx, paging::page_of, reading::PARTS_LIMIT};
use crate::{
    access::{Owned, Rows, SignIn, SignedIn},
    error::Error,
    http::PageRequest,
    values::Login,
};

/// A table with rows that are somebody's own, whatever their roles.
pub trait Own: Owned {
    /// The condition for the rows of an account.
    fn of(account_id: AccountId) -> Condition;
}

impl SignIn {
    /// The account with a login, to verify its password.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account(&self, login: &Login) -> Result<Option<account::Model>, Error> {
        let found = account::Entity::find().filter(account::Column::Login.eq(login.as_ref()));
        Ok(found.one(self.service.store().reader()).await?)
    }

    /// The machine client with an id, to look at its proof.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn client(&self, id: ClientId) -> Result<Option<api_client::Model>, Error> {
        Ok(api_client::Entity::find_by_id(id).one(self.service.store().reader()).await?)
    }
}

impl SignedIn {
    /// The caller's own rows. The only start of a query behind this gate.
    #[must_use]
    pub fn own<E: Own>(&self) -> Rows<E> {
        let unvoided = E::VOIDED.map(|column| column.is_null());
        Rows::unrestricted(E::find())
            .filter(Condition::all().add_option(unvoided).add(E::of(self.account_id)))
    }

    /// The one row, or 404.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn one<E: EntityTrait>(&self, rows: Rows<E>) -> Result<E::Model, Error> {
        rows.into_select().limit(1).one(self.service.store().reader()).await?.ok_or(Error::NotFound)
    }

    /// Own rows, shaped into `M` by joins and further columns; at most 1,000.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shaped<E, M>(
        &self,
        rows: Rows<E>,
        shape: impl FnOnce(Select<E>) -> Select<E>,
    ) -> Result<Vec<M>, Error>
    where
        E: EntityTrait,
        M: FromQueryResult,
    {
        let select = shape(rows.into_select()).limit(PARTS_LIMIT);
        Ok(select.into_model::<M>().all(self.service.store().reader()).await?)
    }

    /// One keyset page of own rows.
    ///
    /// # Errors
    /// `invalid_cursor`, or when the database fails.
    pub async fn page<E>(
        &self,
        rows: Rows<E>,
        request: &PageRequest,
        sort: &SortBy,
    ) -> Result<Paged<E::Model>, Error>
    where
        E: Owned,
        E::Model: Send + Sync,
    {
        page_of(self.service.store(), rows, request, sort, |select| select).await
    }
}

impl Tx {
    /// Sets columns of all the parts that a query finds, with one statement.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn edit_all<E: Owned>(
        &self,
        rows: Rows<E>,
        values: impl IntoIterator<Item = (E::Column, SimpleExpr)>,
    ) -> Result<u64, Error> {
        let ids = rows.into_select().select_only().column(E::ID).into_query();
        let update = values
            .into_iter()
            .fold(E::update_many(), |update, (column, value)| update.col_expr(column, value));
        Ok(update.filter(E::ID.in_subquery(ids)).exec(&self.connection).await?.rows_affected)
    }

    /// Ends the sessions of an account, all but the one to keep; their tokens end with the next request.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions(&self, account_id: AccountId, kept: Option<SessionId>) -> Result<u64, Error> {
        let rows = self
            .beyond_reach::<session::Entity>("sessions end with the right to them")
            .filter(session::Column::AccountId.eq(account_id))
            .filter(session::Column::RevokedAt.is_null())
            .filter(Condition::all().add_option(kept.map(|id| session::Column::Id.ne(id))));
        self.edit_all(rows, [(session::Column::RevokedAt, Expr::value(self.now))]).await
    }
}
