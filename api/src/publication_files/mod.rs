//! Documents of publications, in every format, and charts of them. What is fetched is what was written when it was published;
//! nothing is counted here.

mod handlers;
pub mod messages;

use crate::{error::Code, http::Caching, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/publications/{publication_id}/document").refuses(&[Code::NotFound]).get(
        handlers::download_publication_document,
        "download_publication_document",
        "Fetch a published document",
        "Staff, viewers, auditors and donors may, with a token or a key. Gives the document in the format that `format` names \
         or `Accept` prefers: JSON, CSV, XLSX, HXL, SDMX, IATI or DHIS2; equal byte for byte for ever, with a strong ETag. A \
         draft: 404.",
    );
    let path = "/v1/publications/{publication_id}/charts/{indicator_code}";
    let _ = routes.at(path).refuses(&[Code::NotFound]).get(
        handlers::download_publication_chart,
        "download_publication_chart",
        "Draw a chart of a published indicator",
        "Staff, viewers, auditors and donors may, with a token or a key. Draws the progress to the target, the years or the \
         communes as SVG, in Vietnamese or English; 404 when the publication has no such figures.",
    );
    let _ = routes.at("/v1/latest-publication").caching(Caching::Public).refuses(&[Code::NotFound]).get(
        handlers::download_latest_publication,
        "download_latest_publication",
        "Fetch the latest published document",
        "Anybody may, without a key, where the administrator has opened publications (`OPEN_PUBLICATIONS`); otherwise 404. \
         Gives the document of the province about the latest days in the format that `format` names or `Accept` prefers.",
    );
}
