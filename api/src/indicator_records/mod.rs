//! The records behind values of indicators: the very facts that were counted, so that a figure and its list agree by
//! construction. Nobody is named here; each record is shown where it is kept.

mod handlers;
pub mod messages;
mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/indicators/{indicator_code}/records")
        .refuses(&[Code::PermissionDenied, Code::NotFound, Code::ValidationFailed])
        .get(
            handlers::list_indicator_records,
            "list_indicator_records",
            "List the records behind a value",
            "Officers and auditors may, within their area. Lists exactly the records that one cell of the indicator counts, or \
             sums; `include_total=true` tells how many. Cells by poverty or ethnic group take `persons-sensitive:read`. An \
             indicator that is measured by a survey has none: 404.",
        );
}
