//! One function per operation on targets of indicators.

use entity::{ids::TargetId, indicator_target};

use super::{
    commands,
    messages::{IndicatorTarget, IndicatorTargetFilter, IndicatorTargetPatch, NewIndicatorTarget},
};
use crate::{
    access::{
        Access,
        permission::indicators::{
            CreateIndicatorTarget, DeleteIndicatorTarget, ReadIndicatorTargets, UpdateIndicatorTarget,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
};

pub(super) async fn list_indicator_targets(
    access: Access<ReadIndicatorTargets>,
    list: List<IndicatorTargetFilter>,
) -> Result<Page<IndicatorTarget>, Error> {
    let rows = access.rows::<indicator_target::Entity>().filter(list.filter.condition());
    let sort = IndicatorTargetFilter::sort(list.page.sort);
    let page = access.page::<_, indicator_target::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(IndicatorTarget::from)))
}

pub(super) async fn create_indicator_target(
    access: Access<CreateIndicatorTarget>,
    new: Json<NewIndicatorTarget>,
) -> Result<Created<IndicatorTarget>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn get_indicator_target(
    access: Access<ReadIndicatorTargets>,
    Path(id): Path<TargetId>,
) -> Result<Found<IndicatorTarget>, Error> {
    let row = access.one(access.row::<indicator_target::Entity>(id)).await?;
    Ok(Found::Read(row.into()))
}

pub(super) async fn update_indicator_target(
    access: Access<UpdateIndicatorTarget>,
    Path(id): Path<TargetId>,
    revision: Revision,
    patch: MergePatch<IndicatorTargetPatch>,
) -> Result<Found<IndicatorTarget>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_indicator_target(
    access: Access<DeleteIndicatorTarget>,
    Path(id): Path<TargetId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_indicator_target_history(
    access: Access<ReadIndicatorTargets>,
    Path(id): Path<TargetId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<indicator_target::Entity>(id)).await?;
    crate::journal::queries::history::<ReadIndicatorTargets, IndicatorTarget>(&access, id.into(), &list)
        .await
        .map(Page)
}
