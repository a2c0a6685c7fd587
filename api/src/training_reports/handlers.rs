//! The one operation on training of a period.

use super::{
    messages::{TrainingReport, TrainingReportFilter},
    queries,
};
use crate::{
    access::{Access, permission::reports::ReadReports},
    error::Error,
    http::{Computed, Query},
};

pub(super) async fn get_training_report(
    access: Access<ReadReports>,
    asked: Query<TrainingReportFilter>,
) -> Result<Computed<TrainingReport>, Error> {
    access.tallies(async |snapshot| queries::report(&access, snapshot, &asked).await).await.map(Computed)
}
