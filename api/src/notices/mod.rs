//! Notices that a group owes the People's Committee of its commune within five working days. A late notice is drawn
//! attention to, never refused.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/farmer-groups/{group_id}/notices")
        .get(
            handlers::list_notices,
            "list_notices",
            "List the notices of a farmer group",
            "Staff, leaders and viewers may, within their scope. Shows what the group had to tell the commune, and when.",
        )
        .dated().post(
            handlers::create_notice,
            "create_notice",
            "Enter a notice of a farmer group",
            "Officers may. Records a change that the commune must be told of within five working days; late is a warning.",
        );
    let _ = routes
        .at("/v1/farmer-groups/{group_id}/notices/{notice_id}")
        .get(
            handlers::get_notice,
            "get_notice",
            "Show a notice of a farmer group",
            "Staff, leaders and viewers may, within their scope. Shows one notice with the day it was due.",
        )
        .dated()
        .patch(
            handlers::update_notice,
            "update_notice",
            "Record when a notice was sent",
            "Officers may. Sets or corrects the day on which the notice was sent; late is a warning.",
        );
    let _ = routes.at("/v1/farmer-groups/{group_id}/notices/{notice_id}/history").get(
        handlers::list_notice_history,
        "list_notice_history",
        "List what happened to a notice",
        "Staff, leaders and viewers may, within their scope. Lists the changes of the notice, the latest first.",
    );
}
