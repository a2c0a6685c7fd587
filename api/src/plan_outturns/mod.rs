//! Plans against what became of them: line by line and in all, and what is left for each member and household.

mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// Why an outturn has no ETag.
const UNVERSIONED: &str =
    "it follows from the plan, its results and who belongs to the group, each with its own revision";

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/production-plans/{plan_id}/outturn").unversioned(UNVERSIONED).get(
        handlers::get_plan_outturn,
        "get_plan_outturn",
        "Show a plan against what became of it",
        "Staff, the group's leader, viewers and auditors may. Compares each line of the version in force (before one was \
         approved: of the latest) with its result, and tells the profit for each member and household of the group.",
    );
}
