//! What groups gave for the works that a grant pays for: money, labour and goods, each with how its worth was found.
//! Savings are kept apart: a call may ask for them before it releases a tranche, but they are not given to the works.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

const REFUSALS: &[Code] = &[Code::PeriodClosed, Code::SeparationOfDuties];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/grant-applications/{application_id}/contributions")
        .get(
            handlers::list_contributions,
            "list_contributions",
            "List what a group gave",
            "Staff, leaders, viewers and auditors may, within their scope. Lists money, labour, goods and savings.",
        )
        .refuses(REFUSALS)
        .post(
            handlers::create_contribution,
            "create_contribution",
            "Enter what a group gave",
            "Officers and the group's leader may, from the agreement (savings: from the approval) until the settlement.",
        );
    let _ = routes
        .at("/v1/grant-applications/{application_id}/contributions/{contribution_id}")
        .get(
            handlers::get_contribution,
            "get_contribution",
            "Show a contribution of a group",
            "Staff, leaders, viewers and auditors may, within their scope. Shows its worth and how it was found.",
        )
        .refuses(REFUSALS)
        .delete(
            handlers::delete_contribution,
            "delete_contribution",
            "Take out a contribution entered in error",
            "Officers and the group's leader may, until the settlement. The books keep it, with a posting that takes it \
             back.",
        );
    let _ = routes.at("/v1/grant-applications/{application_id}/contributions/{contribution_id}/history").get(
        handlers::list_contribution_history,
        "list_contribution_history",
        "List what happened to a contribution",
        "Staff, leaders, viewers and auditors may, within their scope. Lists its changes, the latest first.",
    );
}
