//! One function per report.

use super::{
    messages::{ProgressFilter, ProgressReport},
    queries,
};
use crate::{
    access::{Access, permission::reports::ReadReports},
    error::Error,
    http::{Computed, Query},
};

pub(super) async fn get_progress_report(
    access: Access<ReadReports>,
    asked: Query<ProgressFilter>,
) -> Result<Computed<ProgressReport>, Error> {
    access.tallies(async |snapshot| queries::progress(&access, snapshot, &asked).await).await.map(Computed)
}
