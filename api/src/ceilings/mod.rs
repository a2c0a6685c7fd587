//! Ceilings of funds: the most that calls may promise in an area and a year. Opening a call takes of them, which is
//! done in `allotments`.

mod commands;
mod handlers;
pub mod messages;
mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/funds/{fund_id}/ceilings")
        .get(
            handlers::list_ceilings,
            "list_ceilings",
            "List the ceilings of a fund",
            "Officers, approvers, treasurers and auditors may. Shows what calls may promise by area and year, and what \
             they have taken.",
        )
        .refuses(&[Code::FundsExceeded])
        .post(
            handlers::create_ceiling,
            "create_ceiling",
            "Set a ceiling of a fund",
            "Treasurers of the province may. It counts what open calls of the area and year have taken already, and is \
             refused below that.",
        );
    let _ = routes
        .at("/v1/funds/{fund_id}/ceilings/{ceiling_id}")
        .get(
            handlers::get_ceiling,
            "get_ceiling",
            "Show a ceiling of a fund",
            "Officers, approvers, treasurers and auditors may. Shows the limit and what calls have taken of it.",
        )
        .refuses(&[Code::FundsExceeded])
        .patch(
            handlers::update_ceiling,
            "update_ceiling",
            "Raise or lower a ceiling of a fund",
            "Treasurers of the province may. Below what calls have taken it is refused, with the amount.",
        );
    let _ = routes.at("/v1/funds/{fund_id}/ceilings/{ceiling_id}/history").get(
        handlers::list_ceiling_history,
        "list_ceiling_history",
        "List what happened to a ceiling",
        "Officers, approvers, treasurers and auditors may. Lists the changes of the limit, the latest first.",
    );
}
