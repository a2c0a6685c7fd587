//! The communes of the project on a day, and whether each has an OCOP product (indicator G7). Which communes belong to the
//! project is kept in `areas`.

mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes
        .tag("project-communes", "The communes of the project on a day, with their certified OCOP products.");
    let _ = routes.at("/v1/project-communes").get(
        handlers::list_project_communes,
        "list_project_communes",
        "List the communes of the project",
        "Officers, approvers, viewers and auditors may, within their area. Lists the communes listed for the project on the \
         day, of whichever map; `has_ocop` lists those with a product whose certificate is valid on it, or all others.",
    );
}
