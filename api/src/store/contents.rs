//! What a database holds, found out without changing it, and emptying it again; for the demo, which may touch nothing
//! but its own.

use std::{fs, io};

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use super::connect::{onlooker, sqlite_file, writer};

/// What a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// No tables; or those of this service, and nobody has worked with them yet.
    Nothing,
    /// A demo: accounts that only a demo makes.
    Demo,
    /// Anything else.
    Other,
}

/// Looks into a database, of whatever build, and changes nothing.
///
/// # Errors
/// When it cannot be read.
pub async fn contents(url: &str) -> Result<Contents, DbErr> {
    if sqlite_file(url).is_some_and(|file| !file.exists()) {
        return Ok(Contents::Nothing);
    }
    let database = onlooker(url).await?;
    let found = look(&database).await;
    database.close().await?;
    found
}

async fn look(database: &DatabaseConnection) -> Result<Contents, DbErr> {
    let tables = tables(database).await?;
    let has = |name: &str| tables.iter().any(|table| table == name);
    if has("account") && is_there(database, "account WHERE is_demo").await.unwrap_or(false) {
        return Ok(Contents::Demo);
    }
    if tables.iter().all(|table| table == "seaql_migrations") {
        return Ok(Contents::Nothing);
    }
    for table in ["account", "journal_entry"] {
        // What cannot be read is not ours.
        if has(table) && is_there(database, table).await.unwrap_or(true) {
            return Ok(Contents::Other);
        }
    }
    Ok(if is_ours(database).await? { Contents::Nothing } else { Contents::Other })
}

/// The tables of whoever works with the database.
async fn tables(database: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let sql = match database.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name FROM information_schema.tables \
             WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    };
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

async fn is_there(database: &DatabaseConnection, rows: &str) -> Result<bool, DbErr> {
    let sql = format!("SELECT 1 FROM {rows} LIMIT 1");
    let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
    Ok(row.is_some())
}

/// True when steps have been applied, and none that this service does not know.
async fn is_ours(database: &DatabaseConnection) -> Result<bool, DbErr> {
    Ok(match Migrator::get_applied_migrations_read_only(database).await {
        Ok(applied) => !applied.is_empty(),
        Err(DbErr::Custom(_)) => false,
        Err(fault) => return Err(fault),
    })
}

/// Takes everything out of a database that is a demo's or empty, of whatever build.
///
/// # Errors
/// When the database or its file cannot be changed.
pub async fn clear(url: &str) -> Result<(), DbErr> {
    const EVERYTHING: &str = "DO $$
        DECLARE one text;
        BEGIN
            FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
                EXECUTE format('DROP TABLE %I CASCADE', one);
            END LOOP;
            DROP FUNCTION IF EXISTS refuse_change();
        END $$";
    let Some(file) = sqlite_file(url) else {
        let database = writer(url).await?;
        database.execute_unprepared(EVERYTHING).await?;
        return database.close().await;
    };
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file.clone().into_os_string();
        name.push(suffix);
        match fs::remove_file(&name) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => {
                return Err(DbErr::Custom(format!("{} cannot be removed: {fault}", file.display())));
            }
            _ => {}
        }
    }
    Ok(())
}
