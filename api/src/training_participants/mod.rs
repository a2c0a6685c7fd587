//! Persons at training events, counted from the marks: how many sessions each attended, and whether that completes the
//! event. They follow from marks and matched guests and are never entered.

pub mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/training-events/{training_id}/participants").get(
        handlers::list_training_participants,
        "list_training_participants",
        "List the persons at a training event",
        "Officers and auditors may, within their scope. Lists each person once, with the sessions attended and the day the \
         event was completed by its rule; names of persons outside the caller's scope are left out.",
    );
}
