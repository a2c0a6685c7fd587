//! One function per operation on training events.

use std::collections::HashSet;

use entity::{ids::TrainingId, training_event};
use uuid::Uuid;

use super::{
    commands,
    messages::{NewTrainingEvent, TrainingEvent, TrainingEventFilter, TrainingEventPatch},
    queries::{Shown, complete, event_of, order, summed},
};
use crate::{
    access::{
        Access,
        permission::trainings::{CreateTraining, DeleteTraining, ReadTrainings, UpdateTraining},
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::Paged,
};

/// Which events of a page the caller may keep.
async fn kept(access: &Access<ReadTrainings>, ids: &[Uuid]) -> Result<HashSet<Uuid>, Error> {
    access.also::<UpdateTraining, training_event::Entity>(ids).await
}

pub(super) async fn list_training_events(
    access: Access<ReadTrainings>,
    list: List<TrainingEventFilter>,
) -> Result<Page<TrainingEvent>, Error> {
    let now = access.service().clock().now();
    let rows = access.rows::<training_event::Entity>().filter(list.filter.condition());
    let page: Paged<Shown> =
        access.page(rows, &list.page, &order(list.page.sort), |select| summed(select, now)).await?;
    let ids: Vec<Uuid> = page.items.iter().map(|shown| shown.row.id.into()).collect();
    let kept = kept(&access, &ids).await?;
    let Paged { items, limit, next_cursor, total } = page;
    let items = complete(&access, items, |id, _| kept.contains(&id.into())).await?;
    Ok(Page(Paged { items, limit, next_cursor, total }))
}

pub(super) async fn get_training_event(
    access: Access<ReadTrainings>,
    Path(id): Path<TrainingId>,
) -> Result<Found<TrainingEvent>, Error> {
    let kept = kept(&access, &[id.into()]).await?;
    let now = access.service().clock().now();
    event_of(&access, access.row(id), now, |_| kept.contains(&id.into())).await.map(Found::Read)
}

pub(super) async fn create_training_event(
    access: Access<CreateTraining>,
    new: Json<NewTrainingEvent>,
) -> Result<Created<TrainingEvent>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn update_training_event(
    access: Access<UpdateTraining>,
    Path(id): Path<TrainingId>,
    revision: Revision,
    patch: MergePatch<TrainingEventPatch>,
) -> Result<Found<TrainingEvent>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_training_event(
    access: Access<DeleteTraining>,
    Path(id): Path<TrainingId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_training_event_history(
    access: Access<ReadTrainings>,
    Path(id): Path<TrainingId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<training_event::Entity>(id)).await?;
    crate::journal::queries::history::<ReadTrainings, TrainingEvent>(&access, id.into(), &list)
        .await
        .map(Page)
}
