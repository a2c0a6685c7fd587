//! One function per operation on plans.

use entity::{ids::PlanId, production_plan};
use uuid::Uuid;

use super::{
    commands,
    messages::{
        NewProductionPlan, PlanCopy, ProductionPlan, ProductionPlanFilter, ProductionPlanPatch,
        ProductionPlanSummary,
    },
    queries::{Reached, order, plan_of, summed},
    workflow::STEPS,
};
use crate::{
    access::{
        Access,
        permission::plans::{CreatePlan, DeletePlan, ReadPlans, UpdatePlan},
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision, etag_of},
    journal::messages::{HistoryEntry, HistoryFilter},
    workflow::open,
};

pub(super) async fn list_production_plans(
    access: Access<ReadPlans>,
    list: List<ProductionPlanFilter>,
) -> Result<Page<ProductionPlanSummary>, Error> {
    let rows = access.rows::<production_plan::Entity>().filter(list.filter.condition());
    let page = access.page(rows, &list.page, &order(list.page.sort), summed).await?;
    let ids: Vec<Uuid> = page.items.iter().map(|plan: &ProductionPlanSummary| plan.id.into()).collect();
    let reached = Reached::of(&access, &ids).await?;
    Ok(Page(page.map(|plan| ProductionPlanSummary {
        allowed_actions: open(STEPS, plan.status, |permission| reached.holds(plan.id, permission)),
        etag: etag_of(plan.version),
        ..plan
    })))
}

pub(super) async fn get_production_plan(
    access: Access<ReadPlans>,
    Path(id): Path<PlanId>,
) -> Result<Found<ProductionPlan>, Error> {
    let reached = Reached::of(&access, &[id.into()]).await?;
    plan_of(&access, access.row(id), |permission| reached.holds(id, permission)).await.map(Found::Read)
}

pub(super) async fn create_production_plan(
    access: Access<CreatePlan>,
    new: Json<NewProductionPlan>,
) -> Result<Created<ProductionPlan>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn copy_production_plan(
    access: Access<CreatePlan>,
    Path(id): Path<PlanId>,
    copy: Json<PlanCopy>,
) -> Result<Created<ProductionPlan>, Error> {
    access.write(&copy, async |tx| commands::copy(tx, &access, id, &copy).await).await.map(Created)
}

pub(super) async fn update_production_plan(
    access: Access<UpdatePlan>,
    Path(id): Path<PlanId>,
    revision: Revision,
    patch: MergePatch<ProductionPlanPatch>,
) -> Result<Found<ProductionPlan>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch.content).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_production_plan(
    access: Access<DeletePlan>,
    Path(id): Path<PlanId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_production_plan_history(
    access: Access<ReadPlans>,
    Path(id): Path<PlanId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<production_plan::Entity>(id)).await?;
    crate::journal::queries::history::<ReadPlans, ProductionPlan>(&access, id.into(), &list).await.map(Page)
}
