//! Offices in groups: dated rows within a membership of the same person. From the day a group becomes active until it
//! ends it has exactly one head on any day: two are refused by the schema, none by the commands, under the group's lock.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/farmer-groups/{group_id}/offices")
        .get(
            handlers::list_offices,
            "list_offices",
            "List the offices of a farmer group",
            "Officers, the group's leader and auditors may. Shows who held which office on `as_of`, today by default.",
        )
        .dated().post(
            handlers::appoint_office,
            "appoint_office",
            "Appoint a member to an office",
            "Officers may, at the revision of the group. Appointing a head ends the office of the one before on the same day.",
        );
    let _ = routes.at("/v1/farmer-groups/{group_id}/offices/{office_id}").get(
        handlers::get_office,
        "get_office",
        "Show an office of a farmer group",
        "Officers, the group's leader and auditors may. Shows one period in which a member held an office.",
    );
    let _ = routes.at("/v1/farmer-groups/{group_id}/offices/{office_id}/end").dated().post(
        handlers::end_office,
        "end_office",
        "End an office",
        "Officers may, at the revision of the group. The head of an active group leaves only to a successor of that day.",
    );
    let _ = routes.at("/v1/farmer-groups/{group_id}/offices/{office_id}/history").get(
        handlers::list_office_history,
        "list_office_history",
        "List what happened to an office",
        "Officers, the group's leader and auditors may. Lists the changes of the office, the latest first.",
    );
}
