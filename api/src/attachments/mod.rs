//! Files that belong to a record: to an application for a grant. The record of a file comes first and says what the
//! content will be; the content may follow when the line allows. Nothing is ever shown in a browser or unpacked.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("attachments", "Files of applications: plans, photographs, minutes, evidence.");
    let _ = routes
        .at("/v1/attachments")
        .get(
            handlers::list_attachments,
            "list_attachments",
            "List files",
            "Whoever works with grants may, within the scope. Filter by the record they belong to.",
        )
        .refuses(&[Code::SeparationOfDuties])
        .post(
            handlers::create_attachment,
            "create_attachment",
            "Enter a file",
            "Officers, leaders and appraisers may, not those who decide or pay. Says what the content will be: name, type, size and hash; the \
             content follows with `upload_attachment_content`, at once or when the line allows.",
        );
    let _ = routes
        .at("/v1/attachments/{attachment_id}")
        .get(
            handlers::get_attachment,
            "get_attachment",
            "Show the record of a file",
            "Whoever works with grants may, within the scope. `stored_at` tells whether the content has arrived.",
        )
        .refuses(&[Code::ResourceInUse, Code::SeparationOfDuties])
        .delete(
            handlers::delete_attachment,
            "delete_attachment",
            "Take out a file entered in error",
            "Officers and leaders may, not those who decide or pay. Record and content are gone; refused while minutes of acceptance or an entry \
             of a contribution name the file.",
        );
    content(routes);
    let _ = routes.at("/v1/attachments/{attachment_id}/history").get(
        handlers::list_attachment_history,
        "list_attachment_history",
        "List what happened to a file",
        "Whoever works with grants may, within the scope. Lists the changes of the record, the latest first.",
    );
}

fn content(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/attachments/{attachment_id}/content")
        .get(
            handlers::download_attachment_content,
            "download_attachment_content",
            "Download the content of a file",
            "Whoever works with grants may, within the scope. Sends the bytes, to be kept as a file; 404 until they \
             have arrived.",
        )
        .refuses(&[Code::SeparationOfDuties])
        .post(
            handlers::upload_attachment_content,
            "upload_attachment_content",
            "Send the content of a file",
            "Officers, leaders and appraisers may, not those who decide or pay. Takes the bytes themselves, at most 10 MiB, of the declared type \
             by `Content-Type` and by content; an office document is measured unpacked. Size and SHA-256 must be \
             those of the record: its members are named in the faults. No revision is asked for; the same content \
             may be sent again and changes nothing.",
        );
}
