//! Who belongs to which group, between which days. Counts memberships, not people; leaving is in `departures`, who
//! leads a group in `offices`.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("memberships", "Who belongs to which group, between which days, and why they left.");
    let _ = routes
        .at("/v1/memberships")
        .refuses(&[Code::ValidationFailed])
        .get(
            handlers::list_memberships,
            "list_memberships",
            "List memberships",
            "Officers, leaders and auditors may, within their scope. Lists those that last on `as_of`, today by default; \
             filters by poverty or ethnic group need `persons-sensitive:read`.",
        )
        .dated().post(
            handlers::create_membership,
            "create_membership",
            "Enter a membership",
            "Officers may, in a group of their area. Memberships of one person in one group never overlap; in a group that \
             has ended the membership ends with it.",
        );
    let _ = routes
        .at("/v1/memberships/{membership_id}")
        .get(
            handlers::get_membership,
            "get_membership",
            "Show a membership",
            "Officers, leaders and auditors may, within their scope. Shows the member, the group and the offices held today.",
        )
        .patch(
            handlers::update_membership,
            "update_membership",
            "Change a membership",
            "Officers may. Changes what the member contributed; a membership ends by an action.",
        )
        .dated().delete(
            handlers::delete_membership,
            "delete_membership",
            "Take out a membership entered in error",
            "Officers may. The membership leaves every figure at every date; an active group never loses its head by it.",
        );
    let _ = routes.at("/v1/memberships/{membership_id}/history").get(
        handlers::list_membership_history,
        "list_membership_history",
        "List what happened to a membership",
        "Officers, leaders and auditors may, within their scope. Lists the changes of the membership, the latest first.",
    );
}
