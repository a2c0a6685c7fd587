//! Where it is asked who is calling, once per request. On PostgreSQL each worker has a connection of its own for that, beside the
//! pool: the question waits neither behind long work nor for another thread, and a pool's check of what is given back is spared.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, FromQueryResult,
    QueryResult, QueryTrait, Select, Statement, Values,
    sqlx::{AssertSqlSafe, ConnectOptions, PgConnection, postgres::PgConnectOptions, query_with},
};
use sea_query_sqlx::SqlxValues;
use tokio::{sync::Mutex, time::timeout};

use super::{Backend, Store, connect::ACQUIRE_TIMEOUT};

/// A connection is replaced after so long, as a pool would.
const LIFETIME: Duration = Duration::from_secs(600);
/// Whoever has no answer from the connection after so long asks through the pool.
const PATIENCE: Duration = Duration::from_secs(5);
/// When so many wait for the connection, others ask through the pool.
const MOST_WAITING: usize = 8;

/// Of one worker.
#[derive(Debug)]
pub struct Door {
    reader: DatabaseConnection,
    own: Option<Own>,
}

#[derive(Debug)]
struct Own {
    options: PgConnectOptions,
    waiting: AtomicUsize,
    connection: Mutex<Option<Held>>,
}

#[derive(Debug)]
struct Held {
    connection: PgConnection,
    since: Instant,
}

impl Door {
    /// One that connects when somebody asks.
    pub(crate) fn of(store: &Store) -> Self {
        let reader = store.reader().clone();
        let own = (store.backend() == Backend::Postgres).then(|| Own {
            options: reader.get_postgres_connection_pool().connect_options().as_ref().clone(),
            waiting: AtomicUsize::new(0),
            connection: Mutex::default(),
        });
        Self { reader, own }
    }

    /// The rows of a query.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn find<E: EntityTrait, M: FromQueryResult>(
        &self,
        select: Select<E>,
    ) -> Result<Vec<M>, DbErr> {
        self.ask(select.build(self.backend())).await
    }

    /// For which database statements are built.
    pub(crate) fn backend(&self) -> DbBackend {
        self.reader.get_database_backend()
    }

    /// The rows of a statement that only reads.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn ask<M: FromQueryResult>(&self, statement: Statement) -> Result<Vec<M>, DbErr> {
        let answered = match &self.own {
            Some(own) => timeout(PATIENCE, own.ask(&statement)).await.ok().flatten(),
            None => None,
        };
        let rows = match answered {
            Some(rows) => rows,
            None => timeout(ACQUIRE_TIMEOUT, self.reader.query_all_raw(statement))
                .await
                .map_err(|_| too_long())??,
        };
        rows.iter().map(|row| M::from_query_result(row, "")).collect()
    }
}

impl Own {
    /// Nothing when the pool is to be asked: too many wait here, or it went wrong, which the pool then tells.
    async fn ask(&self, statement: &Statement) -> Option<Vec<QueryResult>> {
        let _place = Place::take(&self.waiting)?;
        let mut connection = self.connection.lock().await;
        // Taken out: whoever is gone before the answer leaves no connection behind that has yet to hear it.
        let mut held = match connection.take().filter(|held| held.since.elapsed() < LIFETIME) {
            Some(held) => held,
            None => Held { connection: self.options.connect().await.ok()?, since: Instant::now() },
        };
        let values = statement.values.clone().unwrap_or(Values(Vec::new()));
        let query = query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values));
        let rows = query.fetch_all(&mut held.connection).await.ok()?;
        *connection = Some(held);
        Some(rows.into_iter().map(QueryResult::from).collect())
    }
}

fn too_long() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)
}

/// A place among those who wait, given up with this value.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Option<Self> {
        let place = Self(waiting);
        (waiting.fetch_add(1, Ordering::Relaxed) < MOST_WAITING).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
