//! Who attended which session, written down in bulk. Marks are a set: the same ones sent again, in any order or by several
//! people, change nothing, so that a field officer never has to know what arrived.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("attendances", "Who attended which session of a training event.");
    let _ = routes
        .at("/v1/training-events/{training_id}/attendances")
        .unversioned("marks are a set and have no revisions")
        .refuses(&[Code::StateConflict])
        .get(
            handlers::list_attendances,
            "list_attendances",
            "List who attended a training event",
            "Officers and auditors may, within their scope. Lists one mark for each person or guest and session, in the \
             order in which they were entered; names of persons outside the caller's scope are left out.",
        )
        .dated().post(
            handlers::create_attendances,
            "create_attendances",
            "Write down who attended sessions",
            "Officers may: at most 500 marks, of one or more sessions that have begun, once the event is held; after closing \
             with a reason. Marks that are there already are left alone, so that a list can be sent again.",
        );
    let _ = routes
        .at("/v1/training-events/{training_id}/attendances/remove")
        .unversioned("marks are a set and have no revisions")
        .refuses(&[Code::StateConflict])
        .dated().post(
            handlers::remove_attendances,
            "remove_attendances",
            "Take out marks of attendance entered in error",
            "Officers may, with a reason: at most 500 marks. They leave every figure at every date; marks that are not there \
             are passed over.",
        );
    let _ = routes.at("/v1/training-events/{training_id}/attendances/history").get(
        handlers::list_attendance_history,
        "list_attendance_history",
        "List what happened to the marks of a training event",
        "Officers and auditors may, within their scope. Lists which marks were added or taken out, by whom and why, the \
         latest first.",
    );
}
