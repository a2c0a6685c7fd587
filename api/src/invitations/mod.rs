//! Who is invited to a training event: named one by one, or drawn from the register by the filters of its lists, such as the
//! members of groups in a commune who were not trained in a topic yet. Whoever is erased or wants no training is on no list.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("invitations", "Who is invited to a training event.");
    let _ = routes
        .at("/v1/training-events/{training_id}/invitations")
        .unversioned("invitations are a set and have no revisions")
        .refuses(&[Code::StateConflict])
        .get(
            handlers::list_invitations,
            "list_invitations",
            "List who is invited to a training event",
            "Officers and auditors may, within their scope. Lists each person once, with the sessions attended since; names of \
             persons outside the caller's scope are left out.",
        )
        .post(
            handlers::create_invitations,
            "create_invitations",
            "Invite persons to a training event",
            "Officers may, until the event is closed: at most 500 persons, named by id or drawn from members or cadres within \
             their scope. Whoever is invited already stays so; the reply tells how many more a draw would find.",
        );
    let _ = routes
        .at("/v1/training-events/{training_id}/invitations/withdraw")
        .unversioned("invitations are a set and have no revisions")
        .refuses(&[Code::StateConflict])
        .post(
            handlers::withdraw_invitations,
            "withdraw_invitations",
            "Withdraw invitations to a training event",
            "Officers may, until the event is closed: at most 500 persons. Who is not invited is passed over.",
        );
    let _ = routes.at("/v1/training-events/{training_id}/invitations/history").get(
        handlers::list_invitation_history,
        "list_invitation_history",
        "List what happened to the invitations to a training event",
        "Officers and auditors may, within their scope. Lists who was invited or uninvited, and by whom, the latest first.",
    );
}
