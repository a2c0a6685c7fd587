//! SQLite: the template is one file, migrated once and copied for each test.

use std::fs;
use std::path::{Path, PathBuf};

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, DbErr};
use tokio::sync::OnceCell;

use super::{open, run};

/// Copies the template to a path and returns the address of the copy.
pub async fn copy(path: PathBuf) -> String {
    static TEMPLATE: OnceCell<Result<PathBuf, String>> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(template).await;
    let template = template.as_ref().unwrap_or_else(|error| panic!("the SQLite template: {error}"));
    fs::copy(template, &path).expect("a copy of the template");
    format!("sqlite://{}", path.display())
}

async fn template() -> Result<PathBuf, String> {
    let _lock = run::lock("sqlite.lock");
    let template = run::directory().join("template.sqlite");
    if !template.exists() {
        let draft = run::directory().join("draft.sqlite");
        // Left by a process that was killed while it migrated, if at all.
        let _ = fs::remove_file(&draft);
        migrate(&draft).await.map_err(|error| error.to_string())?;
        fs::rename(&draft, &template).map_err(|error| error.to_string())?;
    }
    Ok(template)
}

/// The copy takes the file alone, so everything must be out of the write-ahead log when this returns.
async fn migrate(path: &Path) -> Result<(), DbErr> {
    let db = open(&format!("sqlite://{}?mode=rwc", path.display()), 1).await?;
    db.execute_unprepared("PRAGMA journal_mode = WAL").await?;
    db.execute_unprepared("PRAGMA synchronous = OFF").await?;
    Migrator::up(&db, None).await?;
    db.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    db.close().await
}
