//! One function per operation on summaries.

use entity::{fund, ids::FundId};

use super::{
    messages::{FundSummary, SummaryFilter},
    queries,
};
use crate::{
    access::{Access, permission::funds::ReadFunds},
    error::Error,
    http::{Computed, Path, Query},
};

pub(super) async fn get_fund_summary(
    access: Access<ReadFunds>,
    Path(fund_id): Path<FundId>,
    asked: Query<SummaryFilter>,
) -> Result<Computed<FundSummary>, Error> {
    access.one(access.row::<fund::Entity>(fund_id)).await?;
    let work = async |instant: &_| queries::summary(&access, instant, fund_id, &asked).await;
    access.at_one_instant(work).await.map(Computed)
}
