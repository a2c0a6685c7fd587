//! Work of the service itself, outside any request: the map, the wrapping of keys.

use std::sync::Arc;

use entity::{ids::PersonId, person_key, signing_key};
use migration::areas::{ImportSummary, import_areas};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use serde_json::{Value, json};

use super::{
    Entry, Store, Tx,
    vault::{PersonKey, SigningKey},
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
    /// Keys that sign tokens.
    pub signing: u64,
    /// Keys that no configured master key can read.
    pub unreadable: u64,
}

/// Keys per transaction, so that requests do not wait long.
const BATCH: u64 = 200;

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
        let mut done = Rewrapped::default();
        let mut after: Option<PersonId> = None;
        let task = Task { operation: "rewrap_keys", clock };
        loop {
            let (next, batch) = self
                .perform(task, async |tx| Ok((Vec::new(), self.rewrap_persons(tx, after).await?)))
                .await?;
            done.persons += batch.persons;
            done.unreadable += batch.unreadable;
            match next {
                Some(id) => after = Some(id),
                None => break,
            }
        }
        self.perform(task, async |tx| {
            self.rewrap_signing(tx, &mut done).await?;
            let counts = [("/persons", json!(done.persons)), ("/signing", json!(done.signing))];
            Ok((vec![Task::entry("master_key", "rewrapped", &counts)], ()))
        })
        .await?;
        Ok(done)
    }

    async fn rewrap_persons(
        &self,
        tx: &Tx,
        after: Option<PersonId>,
    ) -> Result<(Option<PersonId>, Rewrapped), Error> {
        use person_key::Column as C;
        let master = &self.keyring().master;
        let rows = person_key::Entity::find()
            .filter(C::MasterKeyId.ne(master.current_id()))
            .filter(Condition::all().add_option(after.map(|id| C::PersonId.gt(id))))
            .order_by_asc(C::PersonId)
            .limit(BATCH)
            .all(&tx.connection)
            .await?;
        let mut done = Rewrapped::default();
        for row in &rows {
            let Ok(key) = PersonKey::unwrap(master, row.person_id.into(), &row.master_key_id, &row.wrapped)
            else {
                done.unreadable += 1;
                continue;
            };
            let wrapped = key.wrapped(master, row.person_id.into());
            // Where the person is erased meanwhile, nothing is left to update.
            let update = person_key::Entity::update_many()
                .col_expr(C::Wrapped, Expr::value(wrapped.bytes))
                .col_expr(C::MasterKeyId, Expr::value(wrapped.master_key_id))
                .filter(C::PersonId.eq(row.person_id))
                .filter(C::MasterKeyId.eq(row.master_key_id.as_str()));
            done.persons += update.exec(&tx.connection).await?.rows_affected;
        }
        Ok((rows.last().map(|row| row.person_id), done))
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
