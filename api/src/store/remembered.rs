//! Results of aggregate queries, remembered for as long as the database stays as it was.
//!
//! Many people ask for the same report between two writes. The key is the whole statement with its values, so the
//! reach of whoever asks is part of it; the state comes from the same snapshot as the result, so a result is never
//! shown for another state than its own.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, Statement};

/// Results of one state of the database; those of the state before are dropped.
#[derive(Default)]
pub struct Remembered {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    state: String,
    results: HashMap<Key, Arc<dyn Any + Send + Sync>>,
}

type Key = (TypeId, String);

/// How many results are kept at most; a report takes seven.
const MOST: usize = 42;

impl Remembered {
    /// The result of a statement in this state.
    pub(super) fn get<M: Send + Sync + 'static>(
        &self,
        state: &str,
        statement: &Statement,
    ) -> Option<Arc<Vec<M>>> {
        let kept = self.lock();
        let found = (kept.state == state).then(|| kept.results.get(&key::<M>(statement)))??;
        Arc::clone(found).downcast().ok()
    }

    /// Keeps the result of a statement in this state.
    pub(super) fn keep<M: Send + Sync + 'static>(
        &self,
        state: &str,
        statement: &Statement,
        result: Arc<Vec<M>>,
    ) {
        let mut kept = self.lock();
        if kept.state != state || kept.results.len() >= MOST {
            kept.results.clear();
            state.clone_into(&mut kept.state);
        }
        kept.results.insert(key::<M>(statement), result);
    }

    /// Nothing that panics runs under the lock.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Remembered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remembered").finish_non_exhaustive()
    }
}

fn key<M: 'static>(statement: &Statement) -> Key {
    (TypeId::of::<M>(), statement.to_string())
}

/// Names the state of the database that a transaction sees, which has read nothing yet; `None` when it cannot be told.
///
/// On PostgreSQL it is the snapshot: two that are alike see the same rows. SQLite counts for each connection what the
/// others changed: when the watcher counts the same before and after the first read, nothing came between.
pub(super) async fn state(
    connection: &DatabaseTransaction,
    watcher: Option<&DatabaseConnection>,
) -> Result<Option<String>, DbErr> {
    let Some(watcher) = watcher else {
        return value(connection, "SELECT CAST(pg_current_snapshot() AS text) AS value").await;
    };
    let before = value(watcher, CHANGES).await?;
    connection.query_one_raw(Statement::from_string(DbBackend::Sqlite, FIRST_READ)).await?;
    let after = value(watcher, CHANGES).await?;
    Ok(before.filter(|before| Some(before) == after.as_ref()))
}

const CHANGES: &str = "SELECT CAST(data_version AS text) AS value FROM pragma_data_version";
const FIRST_READ: &str = "SELECT 1 FROM sqlite_schema LIMIT 1";

async fn value(connection: &impl ConnectionTrait, sql: &str) -> Result<Option<String>, DbErr> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_one_raw(statement).await?.map(|row| row.try_get("", "value")).transpose()
}
