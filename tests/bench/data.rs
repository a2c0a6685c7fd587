//! The two databases of the measurements: made once, kept under `target/bench`.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbBackend, Statement};

use crate::Outcome;
use crate::cluster::Cluster;
use crate::seed::{self, Dialect, Statements};

/// A migrated database full of rows.
#[derive(Debug)]
pub struct Data {
    /// Which dialect it speaks.
    pub dialect: Dialect,
    /// Its address.
    pub url: String,
    /// The server, if it has one.
    pub cluster: Option<Cluster>,
}

impl Data {
    /// Lets the planner know the tables as they are now.
    pub async fn analyse(&self) -> Outcome<()> {
        let connection = open(&self.url).await?;
        connection.execute_unprepared(self.dialect.analyse()).await?;
        Ok(connection.close().await?)
    }
}

/// Where everything is kept; `BENCH_DIRECTORY` if the user PostgreSQL runs as may not enter `target`.
pub fn directory() -> PathBuf {
    let usual = || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench");
    std::env::var_os("BENCH_DIRECTORY").map_or_else(usual, PathBuf::from)
}

/// The database on PostgreSQL.
pub async fn postgres() -> Outcome<Data> {
    let directory = directory();
    let name = whole().await?;
    let cluster = Cluster::start(&directory)?;
    let admin = open(&cluster.url("postgres")).await?;
    let made = admin
        .query_all_raw(Statement::from_string(
            DbBackend::Postgres,
            "SELECT datname::text FROM pg_database WHERE datname LIKE 'speed\\_%'",
        ))
        .await?;
    let made: Vec<String> = made.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    for other in made.iter().filter(|other| **other != name) {
        admin.execute_unprepared(&format!("DROP DATABASE {other}")).await?;
    }
    if !made.contains(&name) {
        admin.execute_unprepared("CREATE DATABASE speed_new TEMPLATE template0 ENCODING 'UTF8'").await?;
        fill(&cluster.url("speed_new"), Dialect::Postgres, seed::statements(Dialect::Postgres)).await?;
        admin.execute_unprepared(&format!("ALTER DATABASE speed_new RENAME TO {name}")).await?;
    }
    admin.close().await?;
    Ok(Data { dialect: Dialect::Postgres, url: cluster.url(&name), cluster: Some(cluster) })
}

/// What the whole province is called.
async fn whole() -> Outcome<String> {
    Ok(format!("speed_{}", fingerprint().await?))
}

/// The database in a file.
pub async fn sqlite() -> Outcome<Data> {
    let directory = directory();
    let path = directory.join(format!("{}.sqlite", whole().await?));
    let url = format!("sqlite://{}", path.display());
    if !path.exists() {
        for entry in fs::read_dir(&directory)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with("speed_") {
                fs::remove_file(entry.path())?;
            }
        }
        let draft = directory.join("speed_new.sqlite");
        let draft_url = format!("sqlite://{}?mode=rwc", draft.display());
        fill(&draft_url, Dialect::Sqlite, seed::statements(Dialect::Sqlite)).await?;
        fs::rename(&draft, &path)?;
    }
    Ok(Data { dialect: Dialect::Sqlite, url, cluster: None })
}

/// A database on PostgreSQL for measurements that write: made anew each time.
pub async fn written(name: &str, statements: Statements) -> Outcome<Data> {
    let cluster = Cluster::start(&directory())?;
    let admin = open(&cluster.url("postgres")).await?;
    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await?;
    admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).await?;
    admin.close().await?;
    let (url, dialect) = (cluster.url(name), Dialect::Postgres);
    fill(&url, dialect, statements).await?;
    Ok(Data { dialect, url, cluster: Some(cluster) })
}

/// The province on PostgreSQL once more, for measurements that write.
pub async fn copied(name: &str) -> Outcome<Data> {
    let (source, cluster) = (whole().await?, postgres().await?.cluster.ok_or("no server")?);
    let admin = open(&cluster.url("postgres")).await?;
    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await?;
    admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {source}")).await?;
    admin.close().await?;
    Ok(Data { dialect: Dialect::Postgres, url: cluster.url(name), cluster: Some(cluster) })
}

/// The same in a file.
pub async fn written_file(name: &str, statements: Statements) -> Outcome<Data> {
    let path = directory().join(format!("{name}.sqlite"));
    fs::create_dir_all(directory())?;
    for end in ["", "-wal", "-shm"] {
        let file = format!("{}{end}", path.display());
        if Path::new(&file).exists() {
            fs::remove_file(file)?;
        }
    }
    let url = format!("sqlite://{}", path.display());
    fill(&format!("{url}?mode=rwc"), Dialect::Sqlite, statements).await?;
    Ok(Data { dialect: Dialect::Sqlite, url, cluster: None })
}

/// A database with one connection.
pub async fn open(url: &str) -> Outcome<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Ok(Database::connect(options).await?)
}

async fn fill(url: &str, dialect: Dialect, statements: Statements) -> Outcome<()> {
    println!("filling {dialect:?} …");
    let started = Instant::now();
    let connection = open(url).await?;
    Migrator::up(&connection, None).await?;
    seed::seed(&connection, dialect, statements).await?;
    connection.close().await?;
    println!("filled in {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}

/// Changes when the schema or the rows do.
async fn fingerprint() -> Outcome<String> {
    let directory = directory();
    fs::create_dir_all(&directory)?;
    let path = directory.join("schema.sqlite");
    if path.exists() {
        fs::remove_file(&path)?;
    }
    let connection = open(&format!("sqlite://{}?mode=rwc", path.display())).await?;
    connection.execute_unprepared("PRAGMA synchronous = OFF").await?;
    Migrator::up(&connection, None).await?;
    let tables = "SELECT COALESCE(sql, name) FROM sqlite_master ORDER BY name";
    let rows = connection.query_all_raw(Statement::from_string(DbBackend::Sqlite, tables)).await?;
    let mut hasher = DefaultHasher::new();
    for row in rows {
        row.try_get_by_index::<String>(0)?.hash(&mut hasher);
    }
    connection.close().await?;
    seed::statements(Dialect::Postgres).hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}
