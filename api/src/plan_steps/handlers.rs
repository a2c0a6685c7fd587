//! One function per step of a plan.

use entity::ids::PlanId;

use super::{commands, messages::PlanApproval};
use crate::{
    access::{
        Access,
        permission::plans::{ApprovePlan, ReturnPlan, RevisePlan, SubmitPlan},
    },
    decisions::messages::Because,
    error::Error,
    http::{Found, Json, Nothing, Path, Revision},
    plans::messages::ProductionPlan,
};

pub(super) async fn submit_production_plan(
    access: Access<SubmitPlan>,
    Path(id): Path<PlanId>,
    revision: Revision,
) -> Result<Found<ProductionPlan>, Error> {
    let work = async |tx: &_| commands::submit(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn return_production_plan(
    access: Access<ReturnPlan>,
    Path(id): Path<PlanId>,
    revision: Revision,
    because: Json<Because>,
) -> Result<Found<ProductionPlan>, Error> {
    let work = async |tx: &_| commands::give_back(tx, &access, id, because.reason.as_ref()).await;
    access.change(&revision, &because, work).await.map(Found::Changed)
}

pub(super) async fn approve_production_plan(
    access: Access<ApprovePlan>,
    Path(id): Path<PlanId>,
    revision: Revision,
    approval: Json<PlanApproval>,
) -> Result<Found<ProductionPlan>, Error> {
    let work = async |tx: &_| commands::approve(tx, &access, id, &approval).await;
    access.change(&revision, &approval, work).await.map(Found::Changed)
}

pub(super) async fn revise_production_plan(
    access: Access<RevisePlan>,
    Path(id): Path<PlanId>,
    revision: Revision,
) -> Result<Found<ProductionPlan>, Error> {
    let work = async |tx: &_| commands::revise(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}
