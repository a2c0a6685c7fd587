//! What became of the money of a fund: planned, promised, paid and accepted, by fiscal year, area, call or value chain.

mod handlers;
pub mod messages;
mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/funds/{fund_id}/summary").refuses(&[Code::ValidationFailed]).get(
        handlers::get_fund_summary,
        "get_fund_summary",
        "Show what became of the money of a fund",
        "Officers, approvers, treasurers and auditors may. Computed at one instant from the accounts; by value chain and \
         by commune from the postings about applications within your scope.",
    );
}
