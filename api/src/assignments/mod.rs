//! Roles held over a scope between two dates. What a role may do is the policy's business (`access::policy`); here is
//! who holds it, and that two administrators agree where money or rights are decided.

pub(crate) mod commands;
mod handlers;
pub mod messages;
pub mod queries;
mod workflow;

use crate::{error::Code, routes::Routes};

const FOUR_EYES: &[Code] = &[Code::ReauthenticationRequired, Code::SeparationOfDuties];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "role-assignments",
        "Who holds which role, over which area, group or partner, from when until when.",
    );
    let _ = routes
        .at("/v1/role-assignments")
        .refuses(FOUR_EYES)
        .get(
            handlers::list_role_assignments,
            "list_role_assignments",
            "List role assignments",
            "Administrators and auditors may, for roles over areas and groups within their own area.",
        )
        .post(
            handlers::create_role_assignment,
            "create_role_assignment",
            "Give an account a role",
            "Administrators may, within their own area and never to themselves. A role as administrator, \
             appraiser, approver or treasurer starts when a second administrator has confirmed it.",
        );
    let _ = routes.at("/v1/role-assignments/{role_assignment_id}").get(
        handlers::get_role_assignment,
        "get_role_assignment",
        "Show a role assignment",
        "Administrators and auditors may, for roles over areas and groups within their own area.",
    );
    let _ = routes.at("/v1/role-assignments/{role_assignment_id}/confirm").refuses(FOUR_EYES).post(
        handlers::confirm_role_assignment,
        "confirm_role_assignment",
        "Confirm a role that needs two administrators",
        "Administrators may, but neither the one who entered it nor the one who holds it. From then on it counts.",
    );
    let _ = routes.at("/v1/role-assignments/{role_assignment_id}/end").refuses(FOUR_EYES).post(
        handlers::end_role_assignment,
        "end_role_assignment",
        "End a role",
        "Administrators may, but not their own. From the given day on the role no longer counts; today ends it with \
         the next request. The province keeps at least one administrator on every day to come.",
    );
    let _ = routes.at("/v1/role-assignments/{role_assignment_id}/history").get(
        handlers::list_role_assignment_history,
        "list_role_assignment_history",
        "List what happened to a role assignment",
        "Administrators and auditors may. Lists the changes of the assignment, the latest first.",
    );
}
