//! Whether the targets of the parts of an area add up to its own. It sets none.

mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/indicator-targets/check").refuses(&[Code::ValidationFailed]).get(
        handlers::get_indicator_target_check,
        "get_indicator_target_check",
        "Compare targets of parts with that of the whole",
        "Staff, viewers and auditors may, within their area. For an indicator and a year: the target of the province (or of the \
         units of the caller's scope) and of every district, beside the sums of the districts (map of 2022) and communes in \
         it, the differences, and which units have none. Shares do not add up: `is_ratio` says so, and sums are null. An \
         unknown code: 422.",
    );
}
