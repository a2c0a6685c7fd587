//! Loading many finished rows at once, for the demo province: one transaction, few statements, no claims.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel, sea_query::OnConflict,
};

use super::{
    Entry, Store, Tx,
    journalling::{self, Stamp},
};
use crate::{access::Caller, clock::Clock, error::Error, http::Call};

/// An open bulk load.
#[derive(Debug)]
pub(crate) struct Bulk {
    tx: Tx,
}

impl Bulk {
    /// Begins; nothing is visible until [`Bulk::commit`].
    pub(crate) async fn begin(store: &Store, clock: &Clock) -> Result<Self, Error> {
        let tx = super::writing::open(store, &Caller::system(), clock).await?;
        Ok(Self { tx })
    }

    /// Inserts the rows of one table.
    pub(crate) async fn insert<M, A>(&self, rows: Vec<M>) -> Result<(), Error>
    where
        M: IntoActiveModel<A>,
        A: ActiveModelTrait + Send,
    {
        self.tx.insert_all(rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
    }

    /// Sets a counter of codes to the last number that was used.
    pub(crate) async fn count_on(&self, name: &str, last: i64) -> Result<(), Error> {
        use entity::counter::{ActiveModel, Column, Entity};
        let row = ActiveModel { name: Set(name.to_owned()), value: Set(last) };
        let update = OnConflict::column(Column::Name).update_column(Column::Value).to_owned();
        Entity::insert(row).on_conflict(update).exec_without_returning(&self.tx.connection).await?;
        Ok(())
    }

    /// Journals what was loaded, by the service itself.
    pub(crate) async fn journal(&self, operation: &'static str, entries: Vec<Entry>) -> Result<(), Error> {
        let (caller, call) = (Caller::system(), Call::internal(operation));
        let stamp = Stamp { caller: &caller, call: &call, permission: None, role: None, outcome: "success" };
        journalling::append(&self.tx, &stamp, entries).await
    }

    /// Commits, and lets the planner look at the new rows.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        let store = self.tx.store.clone();
        self.tx.connection.commit().await?;
        store.writer().execute_unprepared("ANALYZE").await?;
        Ok(())
    }
}
