//! What an application says: activities, climate-smart practices, budget and planned results. Each time it is handed in
//! again it is a new version; the versions before stay as they were.

mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/grant-applications/{application_id}/versions").get(
        handlers::list_grant_application_versions,
        "list_grant_application_versions",
        "List the versions of an application",
        "Staff, the group's leader, viewers and auditors may. Shows what each version says and what it changed, the \
         latest first.",
    );
}
