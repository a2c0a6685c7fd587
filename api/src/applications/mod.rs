//! Applications of groups to calls: what they ask for, and the frozen basis on which they are judged. How they are
//! screened, scored, decided and paid is told in the domains named after it.

pub mod commands;
mod handlers;
pub mod messages;
pub mod queries;
pub mod workflow;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "grant-applications",
        "Applications for grants, from the first draft to the settlement, with everything that was decided on them.",
    );
    let _ = routes
        .at("/v1/grant-applications")
        .get(
            handlers::list_grant_applications,
            "list_grant_applications",
            "List grant applications",
            "Staff, leaders, viewers and auditors may, within their scope.",
        )
        .post(
            handlers::create_grant_application,
            "create_grant_application",
            "Draft a grant application",
            "Officers may for groups of their area, leaders for their group. Each group has one live application to a call.",
        );
    let _ = routes
        .at("/v1/grant-applications/{application_id}")
        .get(
            handlers::get_grant_application,
            "get_grant_application",
            "Show a grant application",
            "Staff, leaders, viewers and auditors may, within their scope. Shows what its present version says.",
        )
        .patch(
            handlers::update_grant_application,
            "update_grant_application",
            "Change a grant application",
            "Officers and the group's leader may, while it is a draft or was returned. A returned one gets a new version.",
        )
        .delete(
            handlers::delete_grant_application,
            "delete_grant_application",
            "Take out an application entered in error",
            "Officers may, while it is a draft that was never handed in.",
        );
    let _ = routes.at("/v1/grant-applications/{application_id}/submit").refuses(workflow::SUBMISSION).post(
        handlers::submit_grant_application,
        "submit_grant_application",
        "Hand in a grant application",
        "Officers and the group's leader may, while the call is open. Freezes what is true today; every rule that is not \
         met is told at once.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/withdraw").refuses(workflow::MONEY).post(
        handlers::withdraw_grant_application,
        "withdraw_grant_application",
        "Take an application back",
        "Officers and the group's leader may, before the agreement. Money that was promised returns to the call.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/history").get(
        handlers::list_grant_application_history,
        "list_grant_application_history",
        "List what happened to a grant application",
        "Staff, leaders, viewers and auditors may, within their scope. Lists every step, the latest first.",
    );
}
