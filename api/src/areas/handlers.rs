//! One function per operation on areas.

use entity::{
    area,
    ids::{AreaId, ProjectCommuneId},
    project_commune,
};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{Area, AreaFilter, NewProjectPeriod, ProjectPeriod, ProjectPeriodPatch, Removal},
    queries::{predecessors_of, successors_of},
};
use crate::{
    access::{
        Access,
        permission::reference::{ReadAreas, UpdateAreas},
    },
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::{SortBy, SortKind},
};

pub(super) async fn list_areas(
    access: Access<ReadAreas>,
    list: List<AreaFilter>,
) -> Result<Page<Area>, Error> {
    let rows = access.rows::<area::Entity>().filter(list.filter.condition());
    let page =
        access.page::<_, area::Model>(rows, &list.page, &AreaFilter::sort(list.page.sort), |s| s).await?;
    Ok(Page(page.map(Area::from)))
}

pub(super) async fn get_area(
    access: Access<ReadAreas>,
    Path(id): Path<AreaId>,
) -> Result<Found<Area>, Error> {
    Ok(Found::Read(access.one(access.row::<area::Entity>(id)).await?.into()))
}

pub(super) async fn list_area_successors(
    access: Access<ReadAreas>,
    Path(id): Path<AreaId>,
    list: List<AreaFilter>,
) -> Result<Page<Area>, Error> {
    access.one(access.row::<area::Entity>(id)).await?;
    let rows = successors_of(access.rows().filter(list.filter.condition()), id);
    let page =
        access.page::<_, area::Model>(rows, &list.page, &AreaFilter::sort(list.page.sort), |s| s).await?;
    Ok(Page(page.map(Area::from)))
}

pub(super) async fn list_area_predecessors(
    access: Access<ReadAreas>,
    Path(id): Path<AreaId>,
    list: List<AreaFilter>,
) -> Result<Page<Area>, Error> {
    access.one(access.row::<area::Entity>(id)).await?;
    let rows = predecessors_of(access.rows().filter(list.filter.condition()), id);
    let page =
        access.page::<_, area::Model>(rows, &list.page, &AreaFilter::sort(list.page.sort), |s| s).await?;
    Ok(Page(page.map(Area::from)))
}

pub(super) async fn list_project_periods(
    access: Access<ReadAreas>,
    Path(id): Path<AreaId>,
    list: List<HistoryFilter>,
) -> Result<Page<ProjectPeriod>, Error> {
    access.one(access.row::<area::Entity>(id)).await?;
    let rows = access.rows::<project_commune::Entity>().filter(project_commune::Column::AreaId.eq(id));
    let sort = SortBy::column(project_commune::Column::Id, SortKind::Id).descending(true);
    let page = access.page::<_, project_commune::Model>(rows, &list.page, &sort, |s| s).await?;
    Ok(Page(page.map(ProjectPeriod::from)))
}

pub(super) async fn create_project_period(
    access: Access<UpdateAreas>,
    Path(id): Path<AreaId>,
    new: Json<NewProjectPeriod>,
) -> Result<Created<ProjectPeriod>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, id, &new).await).await.map(Created)
}

pub(super) async fn get_project_period(
    access: Access<ReadAreas>,
    Path((area_id, id)): Path<(AreaId, ProjectCommuneId)>,
) -> Result<Found<ProjectPeriod>, Error> {
    let rows = access.row::<project_commune::Entity>(id).filter(project_commune::Column::AreaId.eq(area_id));
    Ok(Found::Read(access.one(rows).await?.into()))
}

pub(super) async fn update_project_period(
    access: Access<UpdateAreas>,
    Path(ids): Path<(AreaId, ProjectCommuneId)>,
    revision: Revision,
    patch: MergePatch<ProjectPeriodPatch>,
) -> Result<Found<ProjectPeriod>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, ids, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_project_period(
    access: Access<UpdateAreas>,
    Path(ids): Path<(AreaId, ProjectCommuneId)>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, ids, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_project_period_history(
    access: Access<ReadAreas>,
    Path((area_id, id)): Path<(AreaId, ProjectCommuneId)>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    let rows = access.row::<project_commune::Entity>(id).filter(project_commune::Column::AreaId.eq(area_id));
    access.one(rows).await?;
    crate::journal::queries::history::<ReadAreas, ProjectPeriod>(&access, id.into(), &list).await.map(Page)
}
