//! The end of a grant: the final account, once nothing the group was paid is left open, and its completion.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

const REFUSALS: &[Code] = &[Code::ConditionsUnmet, Code::SeparationOfDuties];
const COMPLETION: &[Code] = &[Code::ConditionsUnmet, Code::PeriodClosed, Code::SeparationOfDuties];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/grant-applications/{application_id}/settlement").get(
        handlers::get_settlement,
        "get_settlement",
        "Show the final account of a grant",
        "Staff, leaders, viewers and auditors may, within their scope. The account never changes; 404 before it is made.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/settle").refuses(REFUSALS).post(
        handlers::settle_grant_application,
        "settle_grant_application",
        "Make the final account of a grant",
        "Officers may, after the final acceptance and once the group gave its own share and gave back what it did not \
         spend. What is left is told with its amounts.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/complete").refuses(COMPLETION).post(
        handlers::complete_grant_application,
        "complete_grant_application",
        "Complete a grant",
        "Approvers may, not those who entered, appraised or paid, once the final account is made and what corrections took \
         out of it has come back. What was promised and not used returns to the allotment of the call and, once the call is archived, to the fund.",
    );
}
