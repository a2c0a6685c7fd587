//! The one operation on outturns.

use entity::ids::PlanId;

use super::{messages::PlanOutturn, queries::outturn};
use crate::{
    access::{Access, permission::plans::ReadPlans},
    error::Error,
    http::{Computed, Path},
};

pub(super) async fn get_plan_outturn(
    access: Access<ReadPlans>,
    Path(id): Path<PlanId>,
) -> Result<Computed<PlanOutturn>, Error> {
    outturn(&access, id).await.map(Computed)
}
