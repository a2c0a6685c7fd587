//! One function per operation on guests.

use entity::{
    ids::{TrainingGuestId, TrainingId},
    training_event, training_guest,
};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{
        GuestMatch, GuestUnmatch, NewTrainingGuest, TrainingGuest, TrainingGuestFilter, TrainingGuestPatch,
    },
    queries::of_event,
};
use crate::{
    access::{
        Access,
        permission::trainings::{
            CreateGuest, DeleteGuest, MatchGuest, ReadAttendances, UnmatchGuest, UpdateGuest,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::{Owner, Paged, SortBy, SortKind},
};

type Ids = (TrainingId, TrainingGuestId);

pub(super) async fn list_training_guests(
    access: Access<ReadAttendances>,
    Path(id): Path<TrainingId>,
    list: List<TrainingGuestFilter>,
) -> Result<Page<TrainingGuest>, Error> {
    let event = access.one(access.row::<training_event::Entity>(id)).await?;
    let rows = access.rows::<training_guest::Entity>().filter(of_event(id, &list.filter));
    let sort = SortBy::column(training_guest::Column::Id, SortKind::Id);
    let page: Paged<training_guest::Model> = access.page(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(|row| TrainingGuest::of(row, Owner::Commune(event.area_id)))))
}

pub(super) async fn create_training_guest(
    access: Access<CreateGuest>,
    Path(id): Path<TrainingId>,
    new: Json<NewTrainingGuest>,
) -> Result<Created<TrainingGuest>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, id, &new).await).await.map(Created)
}

/// A guest of an event, with the event.
async fn found(
    access: &Access<ReadAttendances>,
    (event_id, id): Ids,
) -> Result<(training_guest::Model, training_event::Model), Error> {
    let event = access.one(access.row::<training_event::Entity>(event_id)).await?;
    let rows = access.row::<training_guest::Entity>(id).filter(training_guest::Column::EventId.eq(event_id));
    Ok((access.one(rows).await?, event))
}

pub(super) async fn get_training_guest(
    access: Access<ReadAttendances>,
    Path(ids): Path<Ids>,
) -> Result<Found<TrainingGuest>, Error> {
    let (row, event) = found(&access, ids).await?;
    Ok(Found::Read(TrainingGuest::of(row, Owner::Commune(event.area_id))))
}

pub(super) async fn update_training_guest(
    access: Access<UpdateGuest>,
    Path(ids): Path<Ids>,
    revision: Revision,
    patch: MergePatch<TrainingGuestPatch>,
) -> Result<Found<TrainingGuest>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, ids, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_training_guest(
    access: Access<DeleteGuest>,
    Path(ids): Path<Ids>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, ids, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn match_training_guest(
    access: Access<MatchGuest>,
    Path(ids): Path<Ids>,
    revision: Revision,
    found: Json<GuestMatch>,
) -> Result<Found<TrainingGuest>, Error> {
    let work = async |tx: &_| commands::match_with(tx, &access, ids, &found).await;
    access.change(&revision, &found, work).await.map(Found::Changed)
}

pub(super) async fn unmatch_training_guest(
    access: Access<UnmatchGuest>,
    Path(ids): Path<Ids>,
    revision: Revision,
    undone: Json<GuestUnmatch>,
) -> Result<Found<TrainingGuest>, Error> {
    let work = async |tx: &_| commands::unmatch(tx, &access, ids, &undone).await;
    access.change(&revision, &undone, work).await.map(Found::Changed)
}

pub(super) async fn list_training_guest_history(
    access: Access<ReadAttendances>,
    Path(ids): Path<Ids>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    found(&access, ids).await?;
    crate::journal::queries::history::<ReadAttendances, TrainingGuest>(&access, ids.1.into(), &list)
        .await
        .map(Page)
}
