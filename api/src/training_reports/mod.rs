//! Training of a period: what took place in it adds up to, all together and by kind. Distinct persons and households are
//! counted anew for every row and never summed.

mod handlers;
pub mod messages;
mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/reports/training").refuses(&[Code::NotFound, Code::ValidationFailed]).get(
        handlers::get_training_report,
        "get_training_report",
        "Report the training of a period",
        "Staff, viewers and auditors may, for their scope or a unit within it. Counts the events that took place and whose last \
         session fell in the period, by the day in Vietnam: marks, persons, households and memberships are kept apart, and \
         heads that were counted are never added to names.",
    );
}
