//! Sessions of training events: when, where, and how many came. Heads that were counted and names on the list are kept
//! side by side and never added up.

pub mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// What changes of sessions can refuse with.
const REFUSED: &[Code] = &[Code::ConditionsUnmet];
/// What taking out a session can refuse with.
const IN_USE: &[Code] = &[Code::ConditionsUnmet, Code::ResourceInUse];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/training-events/{training_id}/sessions")
        .get(
            handlers::list_training_sessions,
            "list_training_sessions",
            "List the sessions of a training event",
            "Officers, approvers, viewers and auditors may, within their scope. Trainers and the parts by sex are shown to \
             those who may see who came.",
        )
        .refuses(REFUSED)
        .dated().post(
            handlers::create_training_session,
            "create_training_session",
            "Add a session to a training event",
            "Officers may, until the event is closed or cancelled; at most 40. It counts participants anew and gives the \
             event a new revision.",
        );
    let _ = routes
        .at("/v1/training-events/{training_id}/sessions/{training_session_id}")
        .get(
            handlers::get_training_session,
            "get_training_session",
            "Show a session of a training event",
            "Officers, approvers, viewers and auditors may, within their scope. Shows heads and names side by side, and \
             whether they differ.",
        )
        .refuses(REFUSED)
        .dated().patch(
            handlers::update_training_session,
            "update_training_session",
            "Change a session of a training event",
            "Officers may, until the event is closed or cancelled. Heads can be told once the event is held and the session \
             has begun; after the event was closed with a reason, and nothing else.",
        )
        .refuses(IN_USE)
        .dated().delete(
            handlers::delete_training_session,
            "delete_training_session",
            "Take out a session entered in error",
            "Officers may, until the event is closed or cancelled, while nobody was marked or counted in it (409 \
             `resource_in_use`). An event that was held keeps a session that has begun.",
        );
    let _ = routes.at("/v1/training-events/{training_id}/sessions/{training_session_id}/history").get(
        handlers::list_training_session_history,
        "list_training_session_history",
        "List what happened to a session",
        "Officers and auditors may, within their scope. Lists its changes, the latest first, with heads by sex.",
    );
}
