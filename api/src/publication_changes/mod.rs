//! True values of publications, and what changed from one to the next with the journal entries between them: for staff
//! alone, because the differences tell what documents withhold.

mod handlers;
pub mod messages;
mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/publications/{publication_id}/values").refuses(&[Code::NotFound]).get(
        handlers::list_publication_values,
        "list_publication_values",
        "List the true values of a publication",
        "Officers, approvers and auditors may, within their area. Lists every cell with its true value, and whether the \
         document withholds it.",
    );
    let _ = routes
        .at("/v1/publications/{publication_id}/changes")
        .refuses(&[Code::NotFound, Code::ValidationFailed])
        .get(
            handlers::list_publication_changes,
            "list_publication_changes",
            "List what changed since an earlier publication",
            "Officers, approvers and auditors may, within their area. Lists the cells whose true value differs from that in the \
             publication `since_id`, with the journal entries between the two that touch what the indicator counts.",
        );
}
