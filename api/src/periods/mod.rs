//! Form, state and commune of a group as dated rows that follow one another without gap. Every action ends the present
//! row on a day and begins the next one; none of them reaches into the future or behind the present row.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/farmer-groups/{group_id}/periods").get(
        handlers::list_group_periods,
        "list_group_periods",
        "List what a farmer group was over time",
        "Staff, leaders and viewers may, within their scope. Lists form, state and commune with the days they lasted.",
    );
    let _ = routes.at("/v1/farmer-groups/{group_id}/activate").refuses(&[Code::ConditionsUnmet]).dated().post(
        handlers::activate_farmer_group,
        "activate_farmer_group",
        "Activate a farmer group",
        "Officers may. Needs a head on that day; a cooperative group also its contract and two members, a cooperative its \
         registration and founding members.",
    );
    let _ = routes.at("/v1/farmer-groups/{group_id}/suspend").dated().post(
        handlers::suspend_farmer_group,
        "suspend_farmer_group",
        "Suspend a farmer group",
        "Officers may, giving a reason. From that day the group counts as suspended; it keeps its members and its head.",
    );
    let _ = routes.at("/v1/farmer-groups/{group_id}/resume").dated().post(
        handlers::resume_farmer_group,
        "resume_farmer_group",
        "Resume a farmer group",
        "Officers may. From that day the suspended group is active again, with the members and the head it kept.",
    );
    let _ = routes.at("/v1/farmer-groups/{group_id}/convert").refuses(&[Code::ConditionsUnmet]).dated().post(
        handlers::convert_farmer_group,
        "convert_farmer_group",
        "Convert an interest group into a cooperative group",
        "Officers may. Needs two members and a head on the day the contract was signed; a late notice to the commune is a \
         warning.",
    );
    let _ = routes.at("/v1/farmer-groups/{group_id}/move").dated().post(
        handlers::move_farmer_group,
        "move_farmer_group",
        "Move a farmer group to another commune",
        "Officers may, to a commune of their area that exists on that day. Earlier facts stay with the commune before.",
    );
}
