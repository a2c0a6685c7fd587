//! The one operation on income.

use super::{
    messages::{IncomeFilter, IncomeReport},
    queries,
};
use crate::{
    access::{Access, permission::reports::ReadReports},
    error::Error,
    http::{Computed, Query},
};

pub(super) async fn get_income_report(
    access: Access<ReadReports>,
    asked: Query<IncomeFilter>,
) -> Result<Computed<IncomeReport>, Error> {
    access.tallies(async |snapshot| queries::income(&access, snapshot, &asked).await).await.map(Computed)
}
