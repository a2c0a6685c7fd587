//! Throw-away databases: every test gets a copy of a migrated template, on SQLite and on PostgreSQL alike.
//!
//! PostgreSQL is the server of `TEST_POSTGRES_URL`, else one started from the programs installed on this
//! machine, else it is skipped with one line on stderr; `REQUIRE_POSTGRES=1` makes that skip a failure.
//! Template and server are shared by all processes of one test program (`cargo nextest` runs one per test) and
//! are gone seconds after the last of them has ended. Needs a Unix; nothing here is for production use.

#![expect(clippy::expect_used, clippy::panic, reason = "test support fails loudly")]

mod binaries;
mod postgres;
mod run;
pub mod server;
mod sqlite;

use std::fs;
use std::future::Future;
use std::io::Write as _;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Once};
use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbErr, Statement};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// The databases on which every rule of the suite must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// A file, the default of an installation.
    Sqlite,
    /// The production database.
    Postgres,
}

impl Backend {
    /// Whether tests can run on this database; says once per process on stderr why PostgreSQL cannot be used.
    ///
    /// # Panics
    /// If PostgreSQL cannot be used although `REQUIRE_POSTGRES` asks for it.
    pub async fn available(self) -> bool {
        match self {
            Self::Sqlite => true,
            Self::Postgres => match on_own_runtime(postgres::server()).await {
                Ok(_) => true,
                Err(reason) => skip_postgres(&reason),
            },
        }
    }
}

/// A migrated database that belongs to one test and disappears with this value.
#[derive(Debug)]
pub struct TestDatabase {
    backend: Backend,
    url: String,
    directory: PathBuf,
    connection: OnceCell<DatabaseConnection>,
}

/// Makes a migrated database for one test.
///
/// # Panics
/// If the template cannot be migrated or copied.
pub async fn fresh(backend: Backend) -> TestDatabase {
    let name = format!("hnd_test_{}", Uuid::now_v7().simple());
    let directory = run::directory().join(&name);
    fs::create_dir(&directory).expect("a directory for the test");
    let url = match backend {
        Backend::Sqlite => on_own_runtime(sqlite::copy(directory.join("database.sqlite"))).await,
        Backend::Postgres => on_own_runtime(postgres::create(name)).await,
    };
    TestDatabase { backend, url, directory, connection: OnceCell::new() }
}

impl TestDatabase {
    /// The same as [`fresh`], under the name by which `both_databases!` calls what a test asks for.
    pub async fn start(backend: Backend) -> Self {
        fresh(backend).await
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The address to put into the configuration of the app.
    #[must_use]
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// A directory of this test alone, removed with the database, for files the app keeps beside it.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Runs one statement to arrange what the API itself refuses to do; returns the number of rows changed.
    ///
    /// # Panics
    /// If the database refuses the statement.
    pub async fn execute(&self, sql: &str) -> u64 {
        self.try_execute(sql).await.unwrap_or_else(|error| panic!("{error}\nin: {sql}"))
    }

    /// Runs one statement that the database may refuse, for tests of what the schema forbids.
    ///
    /// # Errors
    /// What the database answered.
    pub async fn try_execute(&self, sql: &str) -> Result<u64, DbErr> {
        Ok(self.connection().await.execute_unprepared(sql).await?.rows_affected())
    }

    /// The single integer a query such as `SELECT COUNT(*) …` yields.
    ///
    /// # Panics
    /// If the query fails or yields anything else.
    pub async fn count(&self, sql: &str) -> i64 {
        let connection = self.connection().await;
        let query = Statement::from_string(connection.get_database_backend(), sql);
        let row = connection.query_one_raw(query).await.unwrap_or_else(|error| panic!("{error}\nin: {sql}"));
        let row = row.unwrap_or_else(|| panic!("no row\nin: {sql}"));
        row.try_get_by_index(0).unwrap_or_else(|error| panic!("{error}\nin: {sql}"))
    }

    /// The connection that [`TestDatabase::execute`] uses, for queries made with entities.
    ///
    /// # Panics
    /// If the database cannot be reached.
    pub async fn connection(&self) -> &DatabaseConnection {
        let connect = async || open(&self.url, 1).await.expect("a connection to the test's database");
        self.connection.get_or_init(connect).await
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if self.backend == Backend::Postgres
            && let Some(name) = self.directory.file_name().and_then(|name| name.to_str())
        {
            let (done, wait) = std::sync::mpsc::channel();
            let removal = postgres::remove(name.to_owned());
            OWN_RUNTIME.spawn(async move {
                removal.await;
                // Nobody listens any more if the removal took too long.
                let _ = done.send(());
            });
            let _ = wait.recv_timeout(Duration::from_secs(10));
        }
        // Nothing useful can be done in a drop; the directory of the run takes the rest with it.
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// Defines tests that run once per database, each on a value of its own.
///
/// `async fn rule(app: App) { … }` becomes the tests `rule::sqlite` and `rule::postgres`. The type of the
/// argument needs `async fn start(Backend) -> Self`, as `App` and [`TestDatabase`] have.
#[macro_export]
macro_rules! both_databases {
    ($($(#[$attribute:meta])* async fn $rule:ident($argument:ident : $subject:ty $(,)?) $body:block)+) => {$(
        $(#[$attribute])*
        // Tells clippy that this is a test, in which `unwrap` is welcome.
        #[cfg(test)]
        async fn $rule(backend: $crate::databases::Backend) {
            if backend.available().await {
                let $argument = <$subject>::start(backend).await;
                $body
            }
        }

        #[cfg(test)]
        mod $rule {
            #[::actix_web::test]
            async fn sqlite() {
                super::$rule($crate::databases::Backend::Sqlite).await;
            }

            #[::actix_web::test]
            async fn postgres() {
                super::$rule($crate::databases::Backend::Postgres).await;
            }
        }
    )+};
}

/// Connections used by several tests must outlive the runtime of the test that opened them.
static OWN_RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime for the databases")
});

async fn on_own_runtime<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    OWN_RUNTIME.spawn(work).await.unwrap_or_else(|failure| resume_unwind(failure.into_panic()))
}

async fn open(url: &str, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(Duration::from_secs(60)).sqlx_logging(false);
    Database::connect(options).await
}

fn skip_postgres(reason: &str) -> bool {
    let required = std::env::var("REQUIRE_POSTGRES").is_ok_and(|value| !matches!(value.as_str(), "" | "0"));
    assert!(!required, "REQUIRE_POSTGRES is set, but the PostgreSQL tests cannot run: {reason}");
    static SAID: Once = Once::new();
    // Written directly, because the test harness hides what `eprintln!` writes in tests that pass.
    SAID.call_once(|| drop(writeln!(std::io::stderr(), "PostgreSQL tests were SKIPPED: {reason}")));
    false
}
