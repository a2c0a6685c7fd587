//! What became of the lines of approved plans: harvested, lost to hazards, sold, with money; one result for each line.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/production-plans/{plan_id}/results")
        .get(
            handlers::list_results_of_plan,
            "list_results_of_plan",
            "List the results of a plan",
            "Staff, the group's leader, viewers and auditors may. Lists what became of each line, the latest recorded first, \
             with a sum of what `sum_of` names.",
        )
        .dated().post(
            handlers::create_plan_result,
            "create_plan_result",
            "Enter what became of a line of a plan",
            "Officers and the group's leader may, once a version was approved: for a line of the version in force that has \
             no result yet.",
        );
    let _ = routes
        .at("/v1/production-plans/{plan_id}/results/{plan_result_id}")
        .get(
            handlers::get_plan_result,
            "get_plan_result",
            "Show what became of a line of a plan",
            "Staff, the group's leader, viewers and auditors may. Shows what was harvested, lost and sold, with its money.",
        )
        .dated().patch(
            handlers::update_plan_result,
            "update_plan_result",
            "Change what became of a line of a plan",
            "Officers and the group's leader may. Losses are replaced as a whole.",
        )
        .dated().delete(
            handlers::delete_plan_result,
            "delete_plan_result",
            "Take out a result entered in error",
            "Officers and the group's leader may. It leaves every figure at every date.",
        );
    let _ = routes.at("/v1/production-plans/{plan_id}/results/{plan_result_id}/history").get(
        handlers::list_plan_result_history,
        "list_plan_result_history",
        "List what happened to a result",
        "Staff, the group's leader, viewers and auditors may. Lists its changes, the latest first.",
    );
    routes.tag("plan-results", "What became of the lines of plans, over all groups, with a sum.");
    let _ = routes.at("/v1/plan-results").get(
        handlers::list_plan_results,
        "list_plan_results",
        "List results of plans",
        "Staff, leaders, viewers and auditors may, within their scope. `page.sum_vnd` is what `sum_of` names: what the results \
         brought, cost, left over, or what was lost to hazards.",
    );
}
