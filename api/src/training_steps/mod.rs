//! Holding, closing and cancelling training events.

mod commands;
mod handlers;

use crate::{routes::Routes, trainings::workflow::CONDITIONS};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/training-events/{training_id}/hold").refuses(CONDITIONS).dated().post(
        handlers::hold_training_event,
        "hold_training_event",
        "Say that a training event takes place",
        "Officers may, once a session has begun. From then on people are marked and counted.",
    );
    let _ = routes.at("/v1/training-events/{training_id}/close").refuses(CONDITIONS).dated().post(
        handlers::close_training_event,
        "close_training_event",
        "Close a training event",
        "Officers may, once all sessions are over. Afterwards marks and heads are only corrected, with a reason. `warnings` \
         tells of sessions in which nobody was marked or counted.",
    );
    let _ = routes.at("/v1/training-events/{training_id}/cancel").refuses(CONDITIONS).dated().post(
        handlers::cancel_training_event,
        "cancel_training_event",
        "Cancel a training event",
        "Officers may, with a reason, while nobody was marked or counted.",
    );
}
