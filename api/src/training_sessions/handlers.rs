//! One function per operation on sessions.

use entity::{
    ids::{TrainingId, TrainingSessionId},
    training_event, training_session,
};

use super::{
    commands,
    messages::{NewTrainingSession, TrainingSession, TrainingSessionFilter, TrainingSessionPatch},
    queries::{Shown, counted, of_event, order, session_of},
};
use crate::{
    access::{
        Access,
        permission::trainings::{ReadAttendances, ReadTrainings, UpdateTraining},
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::Paged,
};

/// An event, and whether the caller may see who came to it.
async fn event(
    access: &Access<ReadTrainings>,
    id: TrainingId,
) -> Result<(training_event::Model, bool), Error> {
    let event = access.one(access.row::<training_event::Entity>(id)).await?;
    let seen = access.also::<ReadAttendances, training_event::Entity>(&[id.into()]).await?;
    Ok((event, !seen.is_empty()))
}

pub(super) async fn list_training_sessions(
    access: Access<ReadTrainings>,
    Path(id): Path<TrainingId>,
    list: List<TrainingSessionFilter>,
) -> Result<Page<TrainingSession>, Error> {
    let (event, sees_people) = event(&access, id).await?;
    let rows = access.rows::<training_session::Entity>().filter(of_event(id));
    let page: Paged<Shown> = access.page(rows, &list.page, &order(list.page.sort), counted).await?;
    Ok(Page(page.map(|shown| TrainingSession::of(shown, &event, sees_people))))
}

pub(super) async fn create_training_session(
    access: Access<UpdateTraining>,
    Path(id): Path<TrainingId>,
    new: Json<NewTrainingSession>,
) -> Result<Created<TrainingSession>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, id, &new).await).await.map(Created)
}

pub(super) async fn get_training_session(
    access: Access<ReadTrainings>,
    Path((event_id, id)): Path<(TrainingId, TrainingSessionId)>,
) -> Result<Found<TrainingSession>, Error> {
    let (event, sees_people) = event(&access, event_id).await?;
    session_of(&access, access.row(id), (&event, id), sees_people).await.map(Found::Read)
}

pub(super) async fn update_training_session(
    access: Access<UpdateTraining>,
    Path(ids): Path<(TrainingId, TrainingSessionId)>,
    revision: Revision,
    patch: MergePatch<TrainingSessionPatch>,
) -> Result<Found<TrainingSession>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, ids, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_training_session(
    access: Access<UpdateTraining>,
    Path(ids): Path<(TrainingId, TrainingSessionId)>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, ids, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_training_session_history(
    access: Access<ReadAttendances>,
    Path((event_id, id)): Path<(TrainingId, TrainingSessionId)>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<training_event::Entity>(event_id)).await?;
    access.one(access.row::<training_session::Entity>(id).filter(of_event(event_id))).await?;
    crate::journal::queries::history::<ReadAttendances, TrainingSession>(&access, id.into(), &list)
        .await
        .map(Page)
}
