//! Publications: sets of tables about a reporting period that are prepared by one and published by another, and never change
//! afterwards. A correction is a new one.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;
mod workflow;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("publications", "Frozen tables that donors may read, with everything small withheld.");
    let _ = routes
        .at("/v1/publications")
        .refuses(&[Code::NotFound])
        .get(
            handlers::list_publications,
            "list_publications",
            "List publications",
            "Staff, viewers, auditors and donors may, within their area. Lists what is published; officers, approvers and \
             auditors see drafts too.",
        )
        .refuses(&[Code::NotFound])
        .post(
            handlers::create_publication,
            "create_publication",
            "Prepare a publication",
            "Officers may, for a reporting period of their area. Says which indicators by which dimensions; nothing is counted \
             until it is previewed or published.",
        );
    let _ = routes
        .at("/v1/publications/{publication_id}")
        .get(
            handlers::get_publication,
            "get_publication",
            "Show a publication",
            "Staff, viewers, auditors and donors may, within their area. Shows what it is about, its hash and where the document \
             is; a draft only to officers, approvers and auditors.",
        )
        .refuses(&[Code::StateConflict])
        .delete(
            handlers::delete_publication,
            "delete_publication",
            "Take out a draft of a publication",
            "Officers may, within their area. What is published stays for ever: 409.",
        );
    let _ = routes
        .at("/v1/publications/{publication_id}/preview")
        .refuses(&[Code::NotFound, Code::ConditionsUnmet])
        .get(
            handlers::get_publication_preview,
            "get_publication_preview",
            "Preview a publication",
            "Officers, approvers and auditors of the province may. Counts the tables now and shows the document as it would \
             be published, with what would be withheld left out; 409 names the table that cannot be made safe.",
        );
    let path = "/v1/publications/{publication_id}/publish";
    let _ = routes.at(path).refuses(&[Code::SeparationOfDuties, Code::ConditionsUnmet]).post(
        handlers::publish_publication,
        "publish_publication",
        "Publish a publication",
        "Approvers of the province may, unless they prepared it, once the period is approved or locked. Counts the tables, \
         withholds what is small and whatever would betray it, and freezes the document in every format; 409 names the table \
         that cannot be made safe together with earlier publications.",
    );
    let _ = routes.at("/v1/publications/{publication_id}/history").get(
        handlers::list_publication_history,
        "list_publication_history",
        "List what happened to a publication",
        "Officers, approvers and auditors may, within their area. Lists who prepared and who published it.",
    );
}
