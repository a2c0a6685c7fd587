//! Where it is asked who is calling, once per request. On PostgreSQL each worker has a connection of its own for that, beside the
//! pool: the question waits neither behind long work nor for another thread, and a pool's check of what is given back is spared.

use std::{
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, FromQueryResult,
    QueryResult, QueryTrait, Select, Statement, Values,
    sqlx::{AssertSqlSafe, ConnectOptions, PgConnection, PgPool, query_with},
};
use sea_query_sqlx::SqlxValues;
use tokio::{
    sync::Mutex,
    time::{Instant, timeout, timeout_at},
};

use super::{Backend, Store, connect::ACQUIRE_TIMEOUT};

/// By which PostgreSQL tells these connections from those of the pool.
const APPLICATION_NAME: &str = "hoinongdan callers";
/// A connection is replaced after so long, as a pool would.
const LIFETIME: Duration = Duration::from_secs(600);
/// When so many ask already, others ask through the pool.
const MOST_ASKING: usize = 4;
/// Whoever has no answer from the connection after so long asks through the pool.
const PATIENCE: Duration = Duration::from_secs(5);
/// So long all ask through the pool after that, or after no connection could be opened: PostgreSQL goes on with what nobody
/// waits for any more, and a server that lets nobody in is not to be asked again by everybody.
const REST: Duration = Duration::from_secs(30);

/// Of one worker.
#[derive(Debug)]
pub struct Door {
    reader: DatabaseConnection,
    own: Option<Own>,
}

#[derive(Debug)]
struct Own {
    pool: PgPool,
    asking: AtomicUsize,
    rests_until: RwLock<Option<Instant>>,
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
            pool: reader.get_postgres_connection_pool().clone(),
            asking: AtomicUsize::new(0),
            rests_until: RwLock::default(),
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
        let until = Instant::now() + ACQUIRE_TIMEOUT;
        let answered = match &self.own {
            Some(own) => own.answer(&statement).await,
            None => None,
        };
        let rows = match answered {
            Some(rows) => rows,
            None => {
                timeout_at(until, self.reader.query_all_raw(statement)).await.map_err(|_| too_long())??
            }
        };
        rows.iter().map(|row| M::from_query_result(row, "")).collect()
    }
}

impl Own {
    /// Nothing when the pool is to be asked: too many ask here, or it went wrong, which the pool then tells.
    async fn answer(&self, statement: &Statement) -> Option<Vec<QueryResult>> {
        if self.rests() || self.pool.is_closed() {
            return None;
        }
        let _place = Place::take(&self.asking)?;
        timeout(PATIENCE, self.ask(statement)).await.unwrap_or_else(|_| {
            self.rest("no answer");
            None
        })
    }

    async fn ask(&self, statement: &Statement) -> Option<Vec<QueryResult>> {
        let mut connection = self.connection.lock().await;
        if self.rests() {
            return None;
        }
        // Taken out: whoever is gone before the answer leaves no connection behind that has yet to hear it.
        let mut held = match connection.take().filter(|held| held.since.elapsed() < LIFETIME) {
            Some(held) => held,
            None => self.open().await?,
        };
        let values = statement.values.clone().unwrap_or(Values(Vec::new()));
        let query = query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values));
        let rows = query.fetch_all(&mut held.connection).await.ok()?;
        *connection = Some(held);
        Some(rows.into_iter().map(QueryResult::from).collect())
    }

    async fn open(&self) -> Option<Held> {
        let options = self.pool.connect_options().as_ref().clone().application_name(APPLICATION_NAME);
        match options.connect().await {
            Ok(connection) => Some(Held { connection, since: Instant::now() }),
            Err(_) => {
                self.rest("no connection");
                None
            }
        }
    }

    fn rests(&self) -> bool {
        let until = *self.rests_until.read().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| Instant::now() < until)
    }

    fn rest(&self, reason: &'static str) {
        tracing::warn!(
            reason,
            seconds = REST.as_secs(),
            "callers are looked up through the pool for a while"
        );
        *self.rests_until.write().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + REST);
    }
}

fn too_long() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)
}

/// A place among those who ask, given up with this value.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(asking: &'a AtomicUsize) -> Option<Self> {
        let place = Self(asking);
        (asking.fetch_add(1, Ordering::Relaxed) < MOST_ASKING).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
