//! The sealer: gives committed journal entries their place in the chain.
//!
//! Whoever writes leaves a row in `journal_pending`, which nobody sees before the commit. One sealer at a time moves
//! what it sees behind the last seal; an entry that commits late gets a later position and is never skipped.

use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, Utc};
use entity::{ids::EntryId, journal_entry, journal_pending, journal_scope, journal_seal};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, FromQueryResult,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};

use super::{
    Backend, Store,
    chain::{BEGINNING, link},
};
use crate::{app::Service, error::Error};

/// Entries sealed in one transaction; few enough that writers on SQLite hardly wait.
const BATCH: u64 = 500;
const EVERY: Duration = Duration::from_millis(500);
/// The advisory lock of the sealer: the bytes of `journal\0`.
const LOCK: i64 = 0x6a6f_7572_6e61_6c00;

/// Seals everything that is pending and says how many entries that were; nothing while another sealer is at work.
///
/// # Errors
/// When the database fails; what was sealed before stays sealed.
pub async fn seal(service: &Service) -> Result<u64, Error> {
    let mut sealed = 0;
    loop {
        let count = seal_batch(service.store(), service.clock().now()).await?;
        sealed += count;
        if count < BATCH {
            return Ok(sealed);
        }
    }
}

/// Seals twice a second until the service stops; failures are logged and tried again.
pub async fn seal_forever(service: Service) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let is_last = service.is_stopping();
        let done = match is_pending(service.store()).await {
            Ok(true) => seal(&service).await.map(drop),
            Ok(false) => Ok(()),
            Err(error) => Err(error.into()),
        };
        if let Err(error) = done {
            tracing::warn!(code = error.code().word(), "the journal could not be sealed");
        }
        if is_last {
            return;
        }
    }
}

async fn is_pending(store: &Store) -> Result<bool, DbErr> {
    Ok(journal_pending::Entity::find().limit(1).one(store.reader()).await?.is_some())
}

async fn seal_batch(store: &Store, now: DateTime<Utc>) -> Result<u64, Error> {
    let tx = store.begin().await?;
    if !is_only_sealer(&tx, store.backend()).await? {
        return Ok(0);
    }
    let pending = journal_pending::Entity::find()
        .order_by_asc(journal_pending::Column::EntryId)
        .limit(BATCH)
        .all(&tx)
        .await?;
    if pending.is_empty() {
        return Ok(0);
    }
    let ids: Vec<EntryId> = pending.into_iter().map(|row| row.entry_id).collect();
    let seals = next_seals(&tx, &ids, now).await?;
    let count = seals.len() as u64;
    journal_seal::Entity::insert_many(seals).exec_without_returning(&tx).await?;
    journal_pending::Entity::delete_many()
        .filter(journal_pending::Column::EntryId.is_in(ids))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(count)
}

/// The seals of these entries, behind the last one.
async fn next_seals(
    tx: &DatabaseTransaction,
    ids: &[EntryId],
    now: DateTime<Utc>,
) -> Result<Vec<journal_seal::ActiveModel>, Error> {
    let mut entries = entries_with_scopes(tx, ids).await?;
    let last =
        journal_seal::Entity::find().order_by_desc(journal_seal::Column::Position).limit(1).one(tx).await?;
    let (mut position, mut previous) =
        last.map_or((0, BEGINNING.to_vec()), |seal| (seal.position, seal.hash));
    let mut seals = Vec::with_capacity(ids.len());
    for id in ids {
        let missing = || Error::internal(format!("the pending journal entry {id} is not there"));
        let (entry, scopes) = entries.remove(id).ok_or_else(missing)?;
        let hash = link(&previous, &entry, scopes).to_vec();
        position += 1;
        seals.push(journal_seal::ActiveModel {
            position: Set(position),
            entry_id: Set(*id),
            prev_hash: Set(std::mem::replace(&mut previous, hash.clone())),
            hash: Set(hash),
            sealed_at: Set(now),
        });
    }
    Ok(seals)
}

/// An entry with everything its hash covers.
pub(super) type Whole = (journal_entry::Model, Vec<journal_scope::Model>);

/// The entries with these ids, as far as they are there, with two queries.
pub(super) async fn entries_with_scopes(
    connection: &impl ConnectionTrait,
    ids: &[EntryId],
) -> Result<HashMap<EntryId, Whole>, DbErr> {
    let ids = || ids.iter().copied();
    let entries =
        journal_entry::Entity::find().filter(journal_entry::Column::Id.is_in(ids())).all(connection).await?;
    let scopes = journal_scope::Entity::find()
        .filter(journal_scope::Column::EntryId.is_in(ids()))
        .all(connection)
        .await?;
    let mut found: HashMap<_, Whole> =
        entries.into_iter().map(|entry| (entry.id, (entry, Vec::new()))).collect();
    for scope in scopes {
        if let Some((_, scopes)) = found.get_mut(&scope.entry_id) {
            scopes.push(scope);
        }
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct Locked {
    locked: bool,
}

/// On SQLite the transaction itself is the lock. The lock is taken by a statement of its own, so that the next one
/// sees what the sealer before has committed.
async fn is_only_sealer(tx: &DatabaseTransaction, backend: Backend) -> Result<bool, DbErr> {
    if backend == Backend::Sqlite {
        return Ok(true);
    }
    let statement = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "SELECT pg_try_advisory_xact_lock($1) AS locked",
        [LOCK.into()],
    );
    Ok(Locked::find_by_statement(statement).one(tx).await?.is_some_and(|row| row.locked))
}
