//! Training events: what they are about, whom they are for, and where. Their sessions are told in `training_sessions`, and
//! how they are held, closed and cancelled in `training_steps`.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;
pub mod workflow;

use crate::{error::Code, routes::Routes};

/// What changing and taking out can refuse with.
const IN_USE: &[Code] = &[Code::ResourceInUse];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("training-events", "Training: events with their sessions, and who came.");
    let _ = routes
        .at("/v1/training-events")
        .get(
            handlers::list_training_events,
            "list_training_events",
            "List training events",
            "Officers, approvers, viewers and auditors may, within their scope. An event counts on the day of its last \
             session; `has_mismatch` finds those where heads and names of a session disagree.",
        )
        .dated().post(
            handlers::create_training_event,
            "create_training_event",
            "Plan a training event",
            "Officers may, in a commune, district or the province within their scope that exists on the day of the first \
             session. Topics are of the kind of the event.",
        );
    let _ = routes
        .at("/v1/training-events/{training_id}")
        .get(
            handlers::get_training_event,
            "get_training_event",
            "Show a training event",
            "Officers, approvers, viewers and auditors may, within their scope. Shows how long its sessions last in all, \
             and in how many of them heads and names disagree.",
        )
        .refuses(IN_USE)
        .dated().patch(
            handlers::update_training_event,
            "update_training_event",
            "Change a training event",
            "Officers may, until it is closed or cancelled. Its kind and unit no longer change once somebody was marked or \
             counted (409 `resource_in_use`). Another share for completion counts participants anew.",
        )
        .refuses(IN_USE)
        .dated().delete(
            handlers::delete_training_event,
            "delete_training_event",
            "Take out a training event entered in error",
            "Officers may, while it is planned and nobody was marked, counted or invited (409 `resource_in_use`).",
        );
    let _ = routes.at("/v1/training-events/{training_id}/history").get(
        handlers::list_training_event_history,
        "list_training_event_history",
        "List what happened to a training event",
        "Officers, approvers, viewers and auditors may, within their scope. Lists its changes, the latest first.",
    );
}
