//! The rows a unit of work looks at, all within the reach but for rules across groups.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QuerySelect,
    Select, Statement,
};

use super::{Revised, Tx};
use crate::{
    access::{Owned, Rows},
    error::Error,
    http::etag_of,
    store::{Backend, reading::PARTS_LIMIT},
};

impl Tx {
    /// The one row, or 404.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none within the reach.
    pub async fn one<E: EntityTrait>(&self, rows: Rows<E>) -> Result<E::Model, Error> {
        self.find(rows).await?.ok_or(Error::NotFound)
    }

    /// The row that `If-Match` is about: 404 outside the reach, 412 when it is no longer at the revision the caller
    /// read. Load it so before any rule that needs data, to keep the order of api-conventions §3.
    ///
    /// # Errors
    /// As said.
    pub async fn current<E: Revised>(&self, rows: Rows<E>) -> Result<E::Model, Error> {
        let row = self.lock(rows).await?;
        let loaded = E::version(&row);
        match self.revision {
            Some(read) if read != loaded => Err(Error::Stale { current_etag: Some(etag_of(loaded)) }),
            _ => Ok(row),
        }
    }

    /// The row, if there is one within the reach.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find<E: EntityTrait>(&self, rows: Rows<E>) -> Result<Option<E::Model>, Error> {
        Ok(rows.into_select().limit(1).one(&self.connection).await?)
    }

    /// The rows of a part of one resource; at most 1,000.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all<E: EntityTrait>(&self, rows: Rows<E>) -> Result<Vec<E::Model>, Error> {
        Ok(rows.into_select().limit(PARTS_LIMIT).all(&self.connection).await?)
    }

    /// A shaped query over rows within the reach (joins, further columns).
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
        Ok(shape(rows.into_select()).limit(PARTS_LIMIT).into_model::<M>().all(&self.connection).await?)
    }

    /// The same without a limit: the parts of many resources, each of which has few.
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

    /// How many rows there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count<E>(&self, rows: Rows<E>) -> Result<u64, Error>
    where
        E: EntityTrait,
        E::Model: Send + Sync,
    {
        Ok(PaginatorTrait::count(rows.into_select(), &self.connection).await?)
    }

    /// The one row, locked until the end of the unit of work (on SQLite the whole database is).
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none within the reach.
    pub async fn lock<E: EntityTrait>(&self, rows: Rows<E>) -> Result<E::Model, Error> {
        rows.into_select().lock_exclusive().one(&self.connection).await?.ok_or(Error::NotFound)
    }

    /// The row, if there is one, kept from changing until the end of the unit of work, while others may hold it too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold<E: EntityTrait>(&self, rows: Rows<E>) -> Result<Option<E::Model>, Error> {
        Ok(rows.into_select().lock_shared().one(&self.connection).await?)
    }

    /// Waits for others who work on something of this name, and lets nobody else until the end of the unit of work: for
    /// rules that no index can say. On SQLite the whole database is locked anyway.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lock_name(&self, name: &str) -> Result<(), Error> {
        self.call_on_name("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", name).await
    }

    /// The same, while others may hold the name so too: it keeps whoever locks it waiting.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn share_name(&self, name: &str) -> Result<(), Error> {
        self.call_on_name("SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))", name).await
    }

    async fn call_on_name(&self, sql: &'static str, name: &str) -> Result<(), Error> {
        if self.backend == Backend::Sqlite {
            return Ok(());
        }
        let database = self.connection.get_database_backend();
        self.connection.execute_raw(Statement::from_sql_and_values(database, sql, [name.into()])).await?;
        Ok(())
    }

    /// Rows of other people, for rules across groups (uniqueness, caps). Each use is reviewed: say why.
    #[must_use]
    pub fn beyond_reach<E: Owned>(&self, _reason: &'static str) -> Rows<E> {
        Rows::unrestricted(E::find())
            .filter(Condition::all().add_option(E::VOIDED.map(|column| column.is_null())))
    }
}
