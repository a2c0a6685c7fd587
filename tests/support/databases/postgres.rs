//! PostgreSQL: the template is a database, migrated once per build and copied by the server for each test.

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, DbErr, Statement};
use tokio::sync::OnceCell;
use uuid::{NoContext, Timestamp, Uuid};

use super::run::BUILD;
use super::{open, server};

/// Chosen at random; whoever holds it on the server may make a template.
const TEMPLATE_LOCK: i64 = 7_203_468_114_502_937;
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// A server on which databases can be made.
#[derive(Debug)]
pub struct Server {
    url: String,
    admin: DatabaseConnection,
}

/// The server of this run, or why there is none.
///
/// # Panics
/// If `TEST_POSTGRES_URL` is set and does not lead to a server.
pub async fn server() -> Result<&'static Server, String> {
    static SERVER: OnceCell<Result<Server, String>> = OnceCell::const_new();
    SERVER.get_or_init(connect).await.as_ref().map_err(Clone::clone)
}

async fn connect() -> Result<Server, String> {
    let named = std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty());
    let url = match &named {
        Some(url) => url.clone(),
        None => server::start().await?,
    };
    match open(&url, 8).await {
        Ok(admin) => Ok(Server { url, admin }),
        Err(error) => {
            assert!(named.is_none(), "no connection to the server of TEST_POSTGRES_URL: {error}");
            Err(error.to_string())
        }
    }
}

/// Makes a database of this name from the template and returns its address.
pub async fn create(name: String) -> String {
    static TEMPLATE: OnceCell<Result<String, String>> = OnceCell::const_new();
    let server = server().await.unwrap_or_else(|reason| panic!("PostgreSQL is not available: {reason}"));
    let template = TEMPLATE.get_or_init(async || template(server).await.map_err(|e| e.to_string())).await;
    let template = template.as_ref().unwrap_or_else(|error| panic!("the PostgreSQL template: {error}"));
    server
        .execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
        .await
        .expect("a copy of the template");
    with_database(&server.url, &name)
}

/// Removes a database with whatever is still connected to it.
pub async fn remove(name: String) {
    if let Ok(server) = server().await {
        // A test may have removed its database itself; what stays is swept a day later.
        let _ = server.execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    }
}

impl Server {
    async fn execute(&self, sql: &str) -> Result<(), DbErr> {
        self.admin.execute_unprepared(sql).await.map(drop)
    }

    async fn names(&self, condition: &str) -> Result<Vec<String>, DbErr> {
        let sql = format!("SELECT datname::text FROM pg_database WHERE {condition}");
        let rows = self.admin.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        rows.iter().map(|row| row.try_get_by_index(0)).collect()
    }
}

/// The template of this build; the first process to ask makes it while the others wait.
async fn template(server: &Server) -> Result<String, DbErr> {
    let this_build = format!("datname LIKE 'hnd\\_tpl\\_%\\_{}'", *BUILD);
    let lock = open(&server.url, 1).await?;
    lock.execute_unprepared(&format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await?;
    let made = match server.names(&this_build).await?.pop() {
        Some(name) => Ok(name),
        None => make_template(server).await,
    };
    lock.close().await?;
    made
}

/// Migrates under another name first: a template that is there is complete.
async fn make_template(server: &Server) -> Result<String, DbErr> {
    sweep(server).await?;
    let id = Uuid::now_v7().simple();
    let draft = format!("hnd_new_{id}");
    let blank = format!("CREATE DATABASE {draft} TEMPLATE template0 ENCODING 'UTF8'");
    // Byte order, so that both databases sort alike; plain C where the system lacks C.UTF-8.
    if server.execute(&format!("{blank} LOCALE 'C.UTF-8'")).await.is_err() {
        server.execute(&format!("{blank} LOCALE 'C'")).await?;
    }
    let db = open(&with_database(&server.url, &draft), 1).await?;
    let migrated = Migrator::up(&db, None).await;
    db.close().await?;
    if let Err(error) = migrated {
        server.execute(&format!("DROP DATABASE {draft} WITH (FORCE)")).await?;
        return Err(error);
    }
    let template = format!("hnd_tpl_{id}_{}", *BUILD);
    server.execute(&format!("ALTER DATABASE {draft} RENAME TO {template}")).await?;
    Ok(template)
}

/// Drops what runs of past days left behind on a lasting server; the names begin with their time.
async fn sweep(server: &Server) -> Result<(), DbErr> {
    let yesterday = chrono::Utc::now().timestamp().saturating_sub(DAY_SECONDS).unsigned_abs();
    let oldest = Uuid::new_v7(Timestamp::from_unix(NoContext, yesterday, 0)).simple();
    for kind in ["hnd_test_", "hnd_new_", "hnd_tpl_"] {
        let old = format!("datname >= '{kind}0' AND datname < '{kind}{oldest}'");
        for name in server.names(&old).await? {
            server.execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        }
    }
    Ok(())
}

/// The address of another database of the same server.
fn with_database(url: &str, name: &str) -> String {
    let (address, options) = url.split_once('?').map_or((url, None), |(address, rest)| (address, Some(rest)));
    let host_start = address.find("://").map_or(0, |position| position + 3);
    let host_end = address[host_start..].find('/').map_or(address.len(), |position| host_start + position);
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    format!("{}/{name}{options}", &address[..host_end])
}
