//! Connections: one writer and several readers on SQLite, one pool on PostgreSQL.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};

use super::{keys::Keyring, remembered::Remembered};

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file beside the service.
    Sqlite,
    /// The production database.
    Postgres,
}

/// The hidden connections and the keys that go with the data.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    reporting: DatabaseConnection,
    backend: Backend,
    keyring: Keyring,
    remembered: Remembered,
    watcher: Option<DatabaseConnection>,
}

/// Writers on SQLite take turns: a request may wait for most of the time it has.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(25);

impl Store {
    /// Connects to `url` (`sqlite://path` or `postgres://…`), and to `reporting_url` for reports if given.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect(
        url: &str,
        reporting_url: Option<&str>,
        connections: u32,
        keyring: Keyring,
    ) -> Result<Self, DbErr> {
        let backend = if url.starts_with("sqlite:") { Backend::Sqlite } else { Backend::Postgres };
        let (writer, reader) = match backend {
            Backend::Sqlite => (writer(url).await?, sqlite_readers(url, connections).await?),
            Backend::Postgres => {
                let pool = postgres(url, connections).await?;
                (pool.clone(), pool)
            }
        };
        let reporting = match reporting_url {
            Some(url) => postgres(url, connections).await?,
            None => reader.clone(),
        };
        let watcher = match backend {
            Backend::Sqlite => Some(sqlite_readers(url, 1).await?),
            Backend::Postgres => None,
        };
        let remembered = Remembered::default();
        let inner = Inner { writer, reader, reporting, backend, keyring, remembered, watcher };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.inner.backend
    }

    /// The keys.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        &self.inner.keyring
    }

    pub(super) fn remembered(&self) -> &Remembered {
        &self.inner.remembered
    }

    /// On SQLite, one connection that does nothing but count what the others change.
    pub(super) fn watcher(&self) -> Option<&DatabaseConnection> {
        self.inner.watcher.as_ref()
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.inner.reader
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.inner.writer
    }

    /// Begins a transaction that can write; on SQLite it takes the write lock at once.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.inner.writer.begin_with_options(immediate).await
    }

    /// Begins a transaction for reports that only reads and sees one state of the database throughout.
    pub(crate) async fn begin_reading(&self) -> Result<DatabaseTransaction, DbErr> {
        begin_snapshot(&self.inner.reporting).await
    }

    /// The same, of the main database: it sees everything that was answered before.
    pub(crate) async fn begin_reading_main(&self) -> Result<DatabaseTransaction, DbErr> {
        begin_snapshot(&self.inner.reader).await
    }

    /// True when the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.inner.reader.execute_unprepared("SELECT 1").await.map(drop)
    }

    /// True when all migrations have been applied.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_migrated(&self) -> Result<bool, DbErr> {
        use migration::MigratorTrait;
        Ok(migration::Migrator::get_pending_migrations_read_only(&self.inner.reader).await?.is_empty())
    }

    /// Closes all connections.
    ///
    /// # Errors
    /// When a connection fails while closing.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.inner.reporting.clone().close().await?;
        self.inner.reader.clone().close().await?;
        if let Some(watcher) = &self.inner.watcher {
            watcher.clone().close().await?;
        }
        self.inner.writer.clone().close().await
    }
}

async fn begin_snapshot(connection: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let is_postgres = connection.get_database_backend() == DbBackend::Postgres;
    let options = TransactionOptions {
        isolation_level: is_postgres.then_some(IsolationLevel::RepeatableRead),
        access_mode: is_postgres.then_some(AccessMode::ReadOnly),
        sqlite_transaction_mode: None,
    };
    connection.begin_with_options(options).await
}

/// A single connection that can write, for the command line; makes the directory of a SQLite file.
pub(super) async fn writer(url: &str) -> Result<DatabaseConnection, DbErr> {
    make_directory(url)?;
    if url.starts_with("sqlite:") { sqlite_writer(url).await } else { postgres(url, 1).await }
}

/// A single connection that cannot write; it makes no file.
pub(super) async fn onlooker(url: &str) -> Result<DatabaseConnection, DbErr> {
    if url.starts_with("sqlite:") { sqlite_readers(url, 1).await } else { postgres(url, 1).await }
}

/// The file of an SQLite database.
pub(crate) fn sqlite_file(url: &str) -> Option<PathBuf> {
    let file = url.strip_prefix("sqlite:")?.trim_start_matches("//");
    file.split('?').next().map(PathBuf::from)
}

/// SQLite makes the file, but not the directory it lies in.
fn make_directory(url: &str) -> Result<(), DbErr> {
    let file = sqlite_file(url);
    let directory = file.as_deref().and_then(Path::parent);
    match directory.filter(|directory| !directory.as_os_str().is_empty()) {
        Some(directory) => std::fs::create_dir_all(directory)
            .map_err(|fault| DbErr::Custom(format!("{} cannot be made: {fault}", directory.display()))),
        None => Ok(()),
    }
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_timeout(ACQUIRE_TIMEOUT)
        .sqlx_logging(false)
        .test_before_acquire(false);
    options
}

async fn postgres(url: &str, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let mut options = options(url, connections);
    options.map_sqlx_postgres_opts(|o| o.application_name("hoinongdan"));
    Database::connect(options).await
}

async fn sqlite_writer(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = options(url, 1);
    options.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>);
    options.map_sqlx_sqlite_opts(|o| {
        o.create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
    });
    Database::connect(options).await
}

async fn sqlite_readers(url: &str, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let mut options = options(url, connections);
    options.min_connections(1).idle_timeout(None::<Duration>).max_lifetime(None::<Duration>);
    options.map_sqlx_sqlite_opts(|o| {
        o.foreign_keys(true).busy_timeout(Duration::from_secs(5)).pragma("query_only", "on")
    });
    Database::connect(options).await
}
