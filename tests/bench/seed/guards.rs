//! Rules of the schema that would be asked a million times while the rows are written: taken away before, put back
//! after. PostgreSQL then checks all rows at once; the triggers of SQLite only look at new ones.

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement};

use super::Dialect;
use crate::Outcome;

const EXCLUSIONS: &str = "SELECT
    format('ALTER TABLE %s DROP CONSTRAINT %s', conrelid::regclass, conname),
    format('ALTER TABLE %s ADD CONSTRAINT %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype = 'x'";
const TRIGGERS: &str = "SELECT 'DROP TRIGGER ' || name, sql FROM sqlite_master WHERE type = 'trigger'";
/// Foreign keys hold by the way the rows are made.
const POSTGRES_BEFORE: &str = "SET session_replication_role = replica";
const POSTGRES_AFTER: &str = "SET session_replication_role = origin";
const SQLITE_BEFORE: &str = "PRAGMA foreign_keys = OFF; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    PRAGMA cache_size = -500000; PRAGMA temp_store = MEMORY";
const SQLITE_AFTER: &str = "PRAGMA journal_mode = WAL; PRAGMA foreign_key_check";

/// Takes the rules away; gives the statements that put them back.
pub async fn lift(connection: &DatabaseConnection, dialect: Dialect) -> Outcome<Vec<String>> {
    let (before, rules, backend) = match dialect {
        Dialect::Postgres => (POSTGRES_BEFORE, EXCLUSIONS, DbBackend::Postgres),
        Dialect::Sqlite => (SQLITE_BEFORE, TRIGGERS, DbBackend::Sqlite),
    };
    connection.execute_unprepared(before).await?;
    let mut restoring = Vec::new();
    for row in connection.query_all_raw(Statement::from_string(backend, rules)).await? {
        connection.execute_unprepared(&row.try_get_by_index::<String>(0)?).await?;
        restoring.push(row.try_get_by_index(1)?);
    }
    Ok(restoring)
}

/// Puts them back.
pub async fn restore(connection: &DatabaseConnection, dialect: Dialect, rules: Vec<String>) -> Outcome<()> {
    for rule in rules {
        connection.execute_unprepared(&rule).await?;
    }
    let after = match dialect {
        Dialect::Postgres => POSTGRES_AFTER,
        Dialect::Sqlite => SQLITE_AFTER,
    };
    connection.execute_unprepared(after).await?;
    Ok(())
}
