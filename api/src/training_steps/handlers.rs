//! One function per step of an event.

use entity::ids::TrainingId;

use super::commands;
use crate::{
    access::{
        Access,
        permission::trainings::{CancelTraining, CloseTraining, HoldTraining},
    },
    decisions::messages::Because,
    error::Error,
    http::{Found, Json, Nothing, Path, Revision},
    trainings::messages::TrainingEvent,
};

pub(super) async fn hold_training_event(
    access: Access<HoldTraining>,
    Path(id): Path<TrainingId>,
    revision: Revision,
) -> Result<Found<TrainingEvent>, Error> {
    let work = async |tx: &_| commands::hold(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn close_training_event(
    access: Access<CloseTraining>,
    Path(id): Path<TrainingId>,
    revision: Revision,
) -> Result<Found<TrainingEvent>, Error> {
    let work = async |tx: &_| commands::close(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn cancel_training_event(
    access: Access<CancelTraining>,
    Path(id): Path<TrainingId>,
    revision: Revision,
    because: Json<Because>,
) -> Result<Found<TrainingEvent>, Error> {
    let work = async |tx: &_| commands::cancel(tx, &access, id, because.reason.as_ref()).await;
    access.change(&revision, &because, work).await.map(Found::Changed)
}
