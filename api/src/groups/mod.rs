//! Common interest groups, cooperative groups and cooperatives: what they are called, what they produce, and what
//! they were on a day. Their form, state and commune change in `periods` and `endings`, never here.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;
pub mod workflow;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "farmer-groups",
        "Farmer groups with their form, state and commune over time, their offices and their notices to the commune.",
    );
    let _ = routes
        .at("/v1/farmer-groups")
        .get(
            handlers::list_farmer_groups,
            "list_farmer_groups",
            "List farmer groups",
            "Staff, leaders and viewers may, within their scope. Form, state and commune are those of `as_of`, today by \
             default.",
        )
        .dated().post(
            handlers::create_farmer_group,
            "create_farmer_group",
            "Enter a farmer group",
            "Officers may, in a commune of their area. The group starts as forming; the server gives its code.",
        );
    let _ = routes
        .at("/v1/farmer-groups/{group_id}")
        .get(
            handlers::get_farmer_group,
            "get_farmer_group",
            "Show a farmer group",
            "Staff, leaders and viewers may, within their scope. Shows the group as it was on `as_of`, today by default.",
        )
        .patch(
            handlers::update_farmer_group,
            "update_farmer_group",
            "Change a farmer group",
            "Officers may. Changes name, value chains and registration; form, state and commune change by actions.",
        )
        .dated().delete(
            handlers::delete_farmer_group,
            "delete_farmer_group",
            "Take out a farmer group entered in error",
            "Officers may, unless it has applied for a grant, offered something for sale or has a contract: what was decided, \
             paid and agreed on stays with its group. The group leaves every figure at every date, with its memberships, \
             offices and notices.",
        );
    let _ = routes.at("/v1/farmer-groups/{group_id}/history").get(
        handlers::list_farmer_group_history,
        "list_farmer_group_history",
        "List what happened to a farmer group",
        "Staff, leaders and viewers may, within their scope. Lists changes of the group and its parts, the latest first.",
    );
}
