//! The one operation that compares targets.

use super::{
    messages::{TargetCheck, TargetCheckFilter},
    queries,
};
use crate::{
    access::{Access, permission::indicators::ReadIndicatorTargets},
    error::Error,
    http::{Computed, Query},
};

pub(super) async fn get_indicator_target_check(
    access: Access<ReadIndicatorTargets>,
    asked: Query<TargetCheckFilter>,
) -> Result<Computed<TargetCheck>, Error> {
    access
        .at_one_instant(async |snapshot| queries::check(&access, snapshot, &asked).await)
        .await
        .map(Computed)
}
