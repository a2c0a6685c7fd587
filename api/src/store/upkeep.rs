//! Work of the service itself, outside any request: the map, the wrapping of keys.

use std::sync::Arc;

use entity::{partner_key, person_key, signing_key};
use migration::areas::{ImportSummary, import_areas};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use super::{
    Entry, Store, Tx,
    data_keys::{Batch, DataKeys, rewrap},
    vault::SigningKey,
};
use crate::{access::Caller, clock::Clock, error::Error, http::Call};

/// A piece of the service's own work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task<'a> {
    /// What the journal calls it.
    pub operation: &'static str,
    /// The time.
    pub clock: &'a Clock,
}

impl Task<'_> {
    /// A journal entry about something without an id: new values by pointer.
    pub(crate) fn entry(resource: &'static str, action: &'static str, values: &[(&str, Value)]) -> Entry {
        let change = |(pointer, new): &(&str, Value)| json!({ "pointer": pointer, "old": null, "new": new });
        Entry {
            resource,
            id: None,
            version: None,
            action,
            reason: None,
            purpose: None,
            person: None,
            owners: Vec::new(),
            changes: values.iter().map(change).collect(),
            impersonal: &[],
        }
    }
}

/// How many keys were wrapped anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rewrapped {
    /// Keys of persons.
    pub persons: u64,
    /// Keys of partners.
    pub partners: u64,
    /// Keys that sign tokens.
    pub signing: u64,
    /// Keys that no configured master key can read.
    pub unreadable: u64,
}

impl Store {
    /// Runs work of the service itself in one transaction and journals it.
    pub(crate) async fn perform<T>(
        &self,
        task: Task<'_>,
        work: impl AsyncFnOnce(&Tx) -> Result<(Vec<Entry>, T), Error>,
    ) -> Result<T, Error> {
        let (caller, call) = (Caller::system(), Arc::new(Call::internal(task.operation)));
        super::writing::as_system(self, &caller, &call, task.clock, work).await
    }

    /// Brings the map up to date with official lists; journalled as one entry.
    ///
    /// # Errors
    /// When a list cannot be read, names an unknown unit, or lets units of one code overlap.
    pub async fn import_areas(
        &self,
        clock: &Clock,
        units: &[&str],
        successors: &[&str],
    ) -> Result<ImportSummary, Error> {
        let task = Task { operation: "import_areas", clock };
        self.perform(task, async |tx| {
            let done = import_areas(&tx.connection, units, successors).await?;
            let values = [
                ("/added", json!(done.added)),
                ("/changed", json!(done.changed)),
                ("/successions", json!(done.successions)),
            ];
            Ok((vec![Task::entry("area", "imported", &values)], done))
        })
        .await
    }

    /// Wraps every stored key under the current master key, a batch at a time, while requests go on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rewrap_keys(&self, clock: &Clock) -> Result<Rewrapped, Error> {
        let task = Task { operation: "rewrap_keys", clock };
        let persons = self.rewrap_all::<person_key::Entity>(task).await?;
        let partners = self.rewrap_all::<partner_key::Entity>(task).await?;
        let mut done = Rewrapped {
            persons: persons.wrapped,
            partners: partners.wrapped,
            signing: 0,
            unreadable: persons.unreadable + partners.unreadable,
        };
        self.perform(task, async |tx| {
            self.rewrap_signing(tx, &mut done).await?;
            let counts = [
                ("/persons", json!(done.persons)),
                ("/partners", json!(done.partners)),
                ("/signing", json!(done.signing)),
            ];
            Ok((vec![Task::entry("master_key", "rewrapped", &counts)], ()))
        })
        .await?;
        Ok(done)
    }

    /// A table of keys, a batch at a time.
    async fn rewrap_all<E: DataKeys>(&self, task: Task<'_>) -> Result<Batch, Error> {
        let mut done = Batch::default();
        loop {
            let work = async |tx: &_| Ok((Vec::new(), rewrap::<E>(tx, done.next).await?));
            let batch = self.perform(task, work).await?;
            done.wrapped += batch.wrapped;
            done.unreadable += batch.unreadable;
            done.next = batch.next;
            if batch.next.is_none() {
                return Ok(done);
            }
        }
    }

    async fn rewrap_signing(&self, tx: &Tx, done: &mut Rewrapped) -> Result<(), Error> {
        use signing_key::Column as C;
        let master = &self.keyring().master;
        let rows = signing_key::Entity::find().filter(C::MasterKeyId.ne(master.current_id()));
        for row in rows.all(&tx.connection).await? {
            let Ok(key) = SigningKey::unwrap(master, &row.kid, &row.master_key_id, &row.wrapped) else {
                done.unreadable += 1;
                continue;
            };
            let wrapped = key.wrapped(master);
            let update = signing_key::Entity::update_many()
                .col_expr(C::Wrapped, Expr::value(wrapped.bytes))
                .col_expr(C::MasterKeyId, Expr::value(wrapped.master_key_id))
                .filter(C::Kid.eq(row.kid.as_str()));
            done.signing += update.exec(&tx.connection).await?.rows_affected;
        }
        Ok(())
    }
}
