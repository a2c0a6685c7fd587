//! One function per operation on results.

use entity::{
    ids::{PlanId, PlanResultId},
    plan_result, production_plan,
};
use sea_orm::sea_query::Expr;

use super::{
    commands,
    messages::{NewPlanResult, PlanResult, PlanResultFilter, PlanResultPatch, ResultOfPlanFilter, Shown},
    queries::{complete, named, of_plan, order, result_of},
};
use crate::{
    access::{
        Access, Rows,
        permission::plans::{CreatePlanResult, DeletePlanResult, ReadPlans, UpdatePlanResult},
    },
    areas::messages::Removal,
    error::Error,
    http::{
        Created, Found, Json, List, MergePatch, NoContent, Page, PageRequest, Path, Query, Revision, Summed,
    },
    journal::messages::{HistoryEntry, HistoryFilter},
    store::{Paged, sum_vnd},
};

/// One page of results within the reach, and what all of them add up to.
async fn page(
    access: &Access<ReadPlans>,
    rows: Rows<plan_result::Entity>,
    (request, added): (&PageRequest, Expr),
) -> Result<Summed<PlanResult>, Error> {
    let sum_vnd = sum_vnd(access, request.include_total, &rows, added).await?;
    let page: Paged<Shown> = access.page(rows, request, &order(request.sort), named).await?;
    let Paged { items, limit, next_cursor, total } = page;
    let page = Paged { items: complete(access, items).await?, limit, next_cursor, total };
    Ok(Summed { page, sum_vnd })
}

pub(super) async fn list_plan_results(
    access: Access<ReadPlans>,
    list: List<PlanResultFilter>,
) -> Result<Summed<PlanResult>, Error> {
    let rows = access.rows::<plan_result::Entity>().filter(list.filter.condition());
    page(&access, rows, (&list.page, list.filter.added())).await
}

pub(super) async fn list_results_of_plan(
    access: Access<ReadPlans>,
    Path(id): Path<PlanId>,
    list: List<ResultOfPlanFilter>,
) -> Result<Summed<PlanResult>, Error> {
    access.one(access.row::<production_plan::Entity>(id)).await?;
    let added = PlanResultFilter { sum_of: list.filter.sum_of, ..PlanResultFilter::default() }.added();
    page(&access, access.rows::<plan_result::Entity>().filter(of_plan(id)), (&list.page, added)).await
}

pub(super) async fn create_plan_result(
    access: Access<CreatePlanResult>,
    Path(id): Path<PlanId>,
    new: Json<NewPlanResult>,
) -> Result<Created<PlanResult>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, id, &new).await).await.map(Created)
}

pub(super) async fn get_plan_result(
    access: Access<ReadPlans>,
    Path((plan_id, id)): Path<(PlanId, PlanResultId)>,
) -> Result<Found<PlanResult>, Error> {
    let rows = access.row::<plan_result::Entity>(id).filter(of_plan(plan_id));
    result_of(&access, rows).await.map(Found::Read)
}

pub(super) async fn update_plan_result(
    access: Access<UpdatePlanResult>,
    Path(ids): Path<(PlanId, PlanResultId)>,
    revision: Revision,
    patch: MergePatch<PlanResultPatch>,
) -> Result<Found<PlanResult>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, ids, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_plan_result(
    access: Access<DeletePlanResult>,
    Path(ids): Path<(PlanId, PlanResultId)>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, ids, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_plan_result_history(
    access: Access<ReadPlans>,
    Path((plan_id, id)): Path<(PlanId, PlanResultId)>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<plan_result::Entity>(id).filter(of_plan(plan_id))).await?;
    crate::journal::queries::history::<ReadPlans, PlanResult>(&access, id.into(), &list).await.map(Page)
}
