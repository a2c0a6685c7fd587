//! Reads through a permission: single rows, parts, shaped queries; totals for permissions that reach only totals.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use entity::ids::{PartnerId, PersonId};
use sea_orm::{
    ColIdx, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryResult,
    QuerySelect, QueryTrait, Select, TryGetError, TryGetable, sea_query::SelectStatement,
};
use uuid::Uuid;

use super::{Store, remembered, vault::PersonKey};
use crate::{
    access::{Access, Owned, Permit, RowLevel, Rows, TotalsOnly},
    error::Error,
    values::Instant,
};

/// One row more than asked for tells whether there is a next page.
pub(super) const PAGE_SLACK: u64 = 1;
/// The most parts that one resource shows.
pub(super) const PARTS_LIMIT: u64 = 1000;

impl<P: RowLevel> Access<P> {
    /// The one row, or 404.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none within the reach.
    pub async fn one<E: EntityTrait>(&self, rows: Rows<E>) -> Result<E::Model, Error> {
        rows.into_select().limit(1).one(self.store().reader()).await?.ok_or(Error::NotFound)
    }

    /// The rows of a part of one resource; at most 1,000.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all<E: EntityTrait>(&self, rows: Rows<E>) -> Result<Vec<E::Model>, Error> {
        Ok(rows.into_select().limit(PARTS_LIMIT).all(self.store().reader()).await?)
    }

    /// Rows within the reach, shaped into `M` by joins and further columns; at most 1,000.
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
        Ok(select.into_model::<M>().all(self.store().reader()).await?)
    }

    /// Which of these rows another permission reaches too; asks the database only when the reaches differ.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn also<Q: Permit, E: Owned>(&self, ids: &[Uuid]) -> Result<HashSet<Uuid>, Error> {
        let other = self.reach_of::<Q>();
        if other.is_nothing() || ids.is_empty() {
            return Ok(HashSet::new());
        }
        if other.whole || other.same_rows(self.reach()) {
            return Ok(ids.iter().copied().collect());
        }
        let rows = self.rows_also::<Q, E>().filter(E::ID.is_in(ids.iter().copied()));
        let select = rows.into_select().select_only().column(E::ID);
        Ok(select.into_tuple::<Uuid>().all(self.store().reader()).await?.into_iter().collect())
    }

    /// The data key of a person, to show sealed values to somebody who may see them; `None` once erased.
    ///
    /// # Errors
    /// When the key cannot be unwrapped.
    pub async fn person_keys(
        &self,
        persons: impl IntoIterator<Item = PersonId>,
    ) -> Result<HashMap<PersonId, PersonKey>, Error> {
        super::claims::person_keys(self.store().reader(), self.store().keyring(), persons).await
    }

    /// A number that only this service can know, always the same for the same parts.
    #[must_use]
    pub fn chance(&self, domain: &str, parts: &[&[u8]]) -> u16 {
        let [first, second, ..] = self.store().keyring().token.mac(domain, parts);
        u16::from_be_bytes([first, second])
    }

    /// The data key of a partner, to show sealed values to somebody who may see them; `None` as long as nothing was
    /// sealed for it.
    ///
    /// # Errors
    /// When the key cannot be unwrapped.
    pub async fn partner_key(&self, id: PartnerId) -> Result<Option<PersonKey>, Error> {
        super::data_keys::partner_key(self.store().reader(), self.store().keyring(), id).await
    }
}

impl<P: RowLevel> Access<P> {
    /// Reads over one consistent state of the database that take all rows within the reach: exports, sums, checks.
    ///
    /// # Errors
    /// Whatever the work refuses, or when the database fails.
    pub async fn at_one_instant<T>(
        &self,
        work: impl AsyncFnOnce(&Snapshot) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let connection = self.store().begin_reading_main().await?;
        let snapshot = Snapshot { connection, state: None, store: self.store().clone() };
        let found = work(&snapshot).await?;
        snapshot.connection.commit().await?;
        Ok(found)
    }
}

impl<P: TotalsOnly> Access<P> {
    /// Aggregates over one consistent state of the database: what is written meanwhile changes no figure.
    ///
    /// # Errors
    /// Whatever the work refuses, or when the database fails.
    pub async fn tallies<T>(
        &self,
        work: impl AsyncFnOnce(&Snapshot) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let connection = self.store().begin_reading().await?;
        let state = remembered::state(&connection, self.store().watcher()).await?;
        let snapshot = Snapshot { connection, state, store: self.store().clone() };
        let found = work(&snapshot).await?;
        snapshot.connection.commit().await?;
        Ok(found)
    }
}

/// One consistent state of the database, for the queries of one report or export.
#[derive(Debug)]
pub struct Snapshot {
    connection: DatabaseTransaction,
    /// Which state it is, when results may be remembered.
    state: Option<String>,
    store: Store,
}

impl Snapshot {
    /// Shapes the rows within a reach into totals; asked again while nothing was written, the database is spared.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tally<E, M>(
        &self,
        rows: Rows<E>,
        shape: impl FnOnce(SelectStatement) -> SelectStatement,
    ) -> Result<Arc<Vec<M>>, Error>
    where
        E: EntityTrait,
        M: FromQueryResult + Send + Sync + 'static,
    {
        let select = shape(rows.into_select().into_query());
        let statement = self.connection.get_database_backend().build(&select);
        let (remembered, state) = (self.store.remembered(), self.state.as_deref());
        if let Some(known) = state.and_then(|state| remembered.get(state, &statement)) {
            return Ok(known);
        }
        let found = Arc::new(M::find_by_statement(statement.clone()).all(&self.connection).await?);
        if let Some(state) = state {
            remembered.keep(state, &statement, Arc::clone(&found));
        }
        Ok(found)
    }

    /// All rows within a reach, shaped by joins and further columns; lists have pages instead.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn every<E, M>(
        &self,
        rows: Rows<E>,
        shape: impl FnOnce(Select<E>) -> Select<E>,
    ) -> Result<Vec<M>, Error>
    where
        E: EntityTrait,
        M: FromQueryResult,
    {
        Ok(shape(rows.into_select()).into_model::<M>().all(&self.connection).await?)
    }
}

/// Where views are loaded from: what a permission reaches, or an open unit of work. Loaders take it, so that one
/// function shows a row to a reader and to the command that has just changed it.
pub trait Reading {
    /// Rows that belong to something already found within the reach.
    fn parts<E: Owned>(&self) -> Rows<E>;

    /// Rows shaped into `M`; at most 1,000.
    fn load<E: EntityTrait, M: FromQueryResult>(
        &self,
        rows: Rows<E>,
        shape: impl FnOnce(Select<E>) -> Select<E>,
    ) -> impl Future<Output = Result<Vec<M>, Error>>;
}

impl<P: RowLevel> Reading for Access<P> {
    fn parts<E: Owned>(&self) -> Rows<E> {
        self.rows()
    }

    async fn load<E: EntityTrait, M: FromQueryResult>(
        &self,
        rows: Rows<E>,
        shape: impl FnOnce(Select<E>) -> Select<E>,
    ) -> Result<Vec<M>, Error> {
        self.shaped(rows, shape).await
    }
}

impl Reading for super::Tx {
    fn parts<E: Owned>(&self) -> Rows<E> {
        self.beyond_reach("parts of a row that was found within the reach")
    }

    async fn load<E: EntityTrait, M: FromQueryResult>(
        &self,
        rows: Rows<E>,
        shape: impl FnOnce(Select<E>) -> Select<E>,
    ) -> Result<Vec<M>, Error> {
        self.shaped(rows, shape).await
    }
}

/// Views can be read straight from a query.
impl TryGetable for Instant {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        DateTime::<Utc>::try_get_by(row, index).map(Self::from)
    }
}
