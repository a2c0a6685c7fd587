//! Production and business plans: one for each group and year. How they are handed in, approved and revised is told in
//! `plan_steps`, what they say in `plan_content`, and what became of them in `plan_results`.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;
pub mod workflow;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "production-plans",
        "Yearly production and business plans of groups, from the first draft to what was harvested and sold.",
    );
    let _ = routes
        .at("/v1/production-plans")
        .get(
            handlers::list_production_plans,
            "list_production_plans",
            "List production plans",
            "Staff, leaders, viewers and auditors may, within their scope. `as_of` lists plans with an approved version in \
             force on the day.",
        )
        .dated().post(
            handlers::create_production_plan,
            "create_production_plan",
            "Draft a production plan",
            "Officers may for groups of their area, leaders for their group: one plan for each year in which the group \
             exists, at most for the year to come.",
        );
    let _ = routes
        .at("/v1/production-plans/{plan_id}")
        .get(
            handlers::get_production_plan,
            "get_production_plan",
            "Show a production plan",
            "Staff, leaders, viewers and auditors may, within their scope. Shows what its latest version says.",
        )
        .patch(
            handlers::update_production_plan,
            "update_production_plan",
            "Change a production plan",
            "Officers and the group's leader may, while its latest version is a draft or was returned. What was approved \
             stays as it is and in force.",
        )
        .delete(
            handlers::delete_production_plan,
            "delete_production_plan",
            "Take out a plan entered in error",
            "Officers and the group's leader may, while it was never handed in.",
        );
    let _ = routes.at("/v1/production-plans/{plan_id}/copy").dated().post(
        handlers::copy_production_plan,
        "copy_production_plan",
        "Copy a production plan to another year",
        "Officers and the group's leader may. Drafts a plan for the year that says what the version in force says or, \
         before one was approved, the latest.",
    );
    let _ = routes.at("/v1/production-plans/{plan_id}/history").get(
        handlers::list_production_plan_history,
        "list_production_plan_history",
        "List what happened to a production plan",
        "Staff, leaders, viewers and auditors may, within their scope. Lists every step, the latest first.",
    );
}
