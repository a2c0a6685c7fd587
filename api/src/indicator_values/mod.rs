//! Values of indicators, counted anew from dated facts for any period, within the reach of the caller. They change when the
//! register does; what must stay is published.

mod entered;
mod handlers;
mod lists;
pub mod messages;
pub mod queries;
pub mod scans;
pub mod sight;
pub mod span;

use crate::{error::Code, routes::Routes};

const REFUSALS: &[Code] = &[Code::PermissionDenied, Code::NotFound, Code::ValidationFailed];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/indicators/{indicator_code}/values").refuses(REFUSALS).get(
        handlers::get_indicator_values,
        "get_indicator_values",
        "Count an indicator",
        "Staff, viewers and auditors may, for their scope or a unit within it. Counts the indicator at the end of a period, or \
         in it, by up to three of the dimensions it declares (otherwise 422); every sum over a dimension is there too, and \
         every value names the list of its records. Of an indicator that surveys measure it tells the latest result by the last \
         day. Viewers see nothing about people below the district of 2022 or the province.",
    );
    let _ = routes.at("/v1/indicator-values").refuses(REFUSALS).get(
        handlers::get_several_indicator_values,
        "get_several_indicator_values",
        "Count several indicators at once",
        "Staff, viewers and auditors may, for their scope or a unit within it. Counts the indicators from one state of the \
         database, each by those of the dimensions that it declares; a dimension that none declares is 422, an unknown code 404. \
         What the caller may not see has no cells and says so.",
    );
}
