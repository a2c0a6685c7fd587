//! The schema from the command line: up, status, down; needs no keys.

use migration::{Migrator, MigratorTrait};
use sea_orm::DbErr;

use super::connect::writer;

/// Applies all pending migrations; gives their names.
///
/// # Errors
/// When the database cannot be reached or a migration fails.
pub async fn up(url: &str) -> Result<Vec<String>, DbErr> {
    let connection = writer(url).await?;
    let pending = Migrator::get_pending_migrations(&connection).await?;
    Migrator::up(&connection, None).await?;
    connection.close().await?;
    Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
}

/// Takes back the latest migrations; gives their names.
///
/// # Errors
/// When the database cannot be reached or a migration has no way back.
pub async fn down(url: &str, steps: u32) -> Result<Vec<String>, DbErr> {
    let connection = writer(url).await?;
    let applied = Migrator::get_applied_migrations(&connection).await?;
    Migrator::down(&connection, Some(steps)).await?;
    connection.close().await?;
    let count = usize::try_from(steps).unwrap_or(usize::MAX);
    Ok(applied.iter().rev().take(count).map(|migration| migration.name().to_owned()).collect())
}

/// Every migration in order, and whether it has been applied.
///
/// # Errors
/// When the database cannot be reached.
pub async fn status(url: &str) -> Result<Vec<(String, bool)>, DbErr> {
    let connection = writer(url).await?;
    let all = Migrator::get_migration_with_status_read_only(&connection).await?;
    connection.close().await?;
    Ok(all
        .iter()
        .map(|migration| (migration.name().to_owned(), migration.status().to_string() == "Applied"))
        .collect())
}
