//! Calls for applications to a fund. What applicants were promised is frozen when a call opens, and the money is set
//! aside then: approvals later take from the allotment of their area and year alone.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;
pub mod workflow;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("grant-calls", "Calls for applications, with their rules, their money and their ranking.");
    let _ = routes
        .at("/v1/grant-calls")
        .get(
            handlers::list_grant_calls,
            "list_grant_calls",
            "List grant calls",
            "Staff, leaders, viewers and auditors may; drafts are for staff. An open call counts as closed once its \
             closing instant has passed.",
        )
        .post(
            handlers::create_grant_call,
            "create_grant_call",
            "Prepare a grant call",
            "Officers may, for allotments in their area. The call is a draft; nothing is promised yet.",
        );
    let _ = routes
        .at("/v1/grant-calls/{call_id}")
        .get(
            handlers::get_grant_call,
            "get_grant_call",
            "Show a grant call",
            "Staff, leaders, viewers and auditors may; drafts are for staff. Shows rules, allotments and what is left.",
        )
        .patch(
            handlers::update_grant_call,
            "update_grant_call",
            "Change a draft call",
            "Officers may, while it is a draft: an open call cannot change what applicants were promised.",
        )
        .delete(
            handlers::delete_grant_call,
            "delete_grant_call",
            "Take out a call entered in error",
            "Officers may, while it is a draft. The call leaves every list.",
        );
    steps(routes);
    let _ = routes.at("/v1/grant-calls/{call_id}/history").get(
        handlers::list_grant_call_history,
        "list_grant_call_history",
        "List what happened to a grant call",
        "Staff, leaders, viewers and auditors may. Lists changes of the call and its allotments, the latest first.",
    );
}

fn steps(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/grant-calls/{call_id}/open").refuses(workflow::REFUSALS).post(
        handlers::open_grant_call,
        "open_grant_call",
        "Open a grant call",
        "Approvers may, not those who prepared it. Freezes the rules and sets the budget aside, below the money of the \
         fund and its ceilings.",
    );
    let _ = routes.at("/v1/grant-calls/{call_id}/close").post(
        handlers::close_grant_call,
        "close_grant_call",
        "Close a grant call",
        "Approvers may, not those who prepared it. The call takes no more applications; those handed in go on.",
    );
    let _ = routes.at("/v1/grant-calls/{call_id}/archive").refuses(workflow::REFUSALS).post(
        handlers::archive_grant_call,
        "archive_grant_call",
        "Archive a grant call",
        "Approvers may, once every application is decided. What was not promised becomes free again.",
    );
    let _ = routes.at("/v1/grant-calls/{call_id}/allotments/{allotment_id}").refuses(workflow::REFUSALS).patch(
        handlers::update_call_allotment,
        "update_call_allotment",
        "Raise or lower an allotment",
        "Approvers may, at the revision of the open call and not those who prepared it; never below what is promised.",
    );
}
