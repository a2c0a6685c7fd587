//! What a plan says: lines, hazards, measures against them, and where the money comes from. An approved version is never
//! changed; a revision is a new one, and the versions before stay as they were.

pub mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/production-plans/{plan_id}/versions").get(
        handlers::list_plan_versions,
        "list_plan_versions",
        "List the versions of a plan",
        "Staff, the group's leader, viewers and auditors may. Shows what each version says and what it changed, the \
         latest first.",
    );
    let _ = routes
        .at("/v1/production-plans/{plan_id}/versions/{version_n}")
        .unversioned("a version is told by its number; what happens to it changes the revision of its plan")
        .get(
            handlers::get_plan_version,
            "get_plan_version",
            "Show a version of a plan",
            "Staff, the group's leader, viewers and auditors may. Shows what it says, what it changed, and from when until \
             when it was in force.",
        );
}
