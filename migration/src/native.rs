//! What the databases do differently: order of text, intervals that must not overlap, rows that must not change.

mod postgres;
mod sqlite;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Rows alike in `keys`, not voided and within `only`, never overlap in time. The name of the rule stands in
/// the error of both databases.
pub(crate) struct NoOverlap {
    pub(crate) name: &'static str,
    pub(crate) table: &'static str,
    pub(crate) keys: &'static [&'static str],
    /// First day and first day after.
    pub(crate) interval: [&'static str; 2],
    /// A column and the SQL literal it must equal for the rule to apply.
    pub(crate) only: Option<(&'static str, &'static str)>,
}

impl NoOverlap {
    /// The usual rule of a table: one row per key and day.
    pub(crate) const fn new(name: &'static str, table: &'static str, keys: &'static [&'static str]) -> Self {
        Self { name, table, keys, interval: ["from_on", "until_on"], only: None }
    }

    pub(crate) async fn enforce(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let statements = match manager.get_database_backend() {
            DbBackend::Postgres => postgres::no_overlap(self),
            _ => sqlite::no_overlap(self),
        };
        run(manager, &statements).await
    }
}

/// Prepares the database for the rules of this module.
pub(crate) async fn prepare(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        DbBackend::Postgres => run(manager, &postgres::prepare()).await,
        _ => Ok(()),
    }
}

/// Takes back what `prepare` did.
pub(crate) async fn withdraw(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        DbBackend::Postgres => run(manager, &postgres::withdraw()).await,
        _ => Ok(()),
    }
}

/// Compares the column byte by byte, as SQLite does by itself.
pub(crate) fn byte_order(manager: &SchemaManager<'_>, column: &mut ColumnDef) {
    if manager.get_database_backend() == DbBackend::Postgres {
        column.extra(postgres::BYTE_ORDER);
    }
}

/// Refuses every change of a row, and its removal. `keys` are the unique columns of the table; columns that are unique
/// together stand in one, as `"a, b"`.
pub(crate) async fn insert_only(
    manager: &SchemaManager<'_>,
    table: &str,
    keys: &[&str],
) -> Result<(), DbErr> {
    let statements = match manager.get_database_backend() {
        DbBackend::Postgres => postgres::insert_only(table),
        _ => sqlite::insert_only(table, keys),
    };
    run(manager, &statements).await
}

async fn run(manager: &SchemaManager<'_>, statements: &[String]) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}
