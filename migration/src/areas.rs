//! Administrative units read from lists: the units, which of them continue which, and what each contains.
//! The same code loads the shipped lists and those an installation imports later.

mod closure;
mod rows;
mod successors;
mod units;

use chrono::{DateTime, SubsecRound, Utc};
pub(crate) use rows::read;
pub use rows::{AreaRow, load};
use sea_orm_migration::prelude::*;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Units that were new.
    pub added: usize,
    /// Units that differed and were brought up to date.
    pub changed: usize,
    /// Units that were already as listed.
    pub unchanged: usize,
    /// Successions that were new.
    pub successions: usize,
}

/// Brings the units up to date with the lists and rebuilds what each contains.
///
/// `units_csv` and `successors_csv` are the contents of the files. The same lists a second time change nothing.
/// Run it in a transaction: an error half way leaves the first half behind otherwise.
///
/// # Errors
///
/// A list cannot be read, names a unit that is not known, or lets units with one code overlap in time.
pub async fn import_areas(
    db: &impl ConnectionTrait,
    units_csv: &[&str],
    successors_csv: &[&str],
) -> Result<ImportSummary, DbErr> {
    import_at(db, Utc::now().trunc_subsecs(3), units_csv, successors_csv).await
}

pub(crate) async fn import_at(
    db: &impl ConnectionTrait,
    at: DateTime<Utc>,
    units_csv: &[&str],
    successors_csv: &[&str],
) -> Result<ImportSummary, DbErr> {
    let mut rows = Vec::new();
    for csv in units_csv {
        rows.extend(load(csv)?);
    }
    let mut summary = units::upsert(db, at, rows).await?;
    for csv in successors_csv {
        summary.successions += successors::replace(db, &rows::load_successors(csv)?).await?;
    }
    closure::rebuild(db).await?;
    Ok(summary)
}
