//! Fiscal years of funds: a closed one takes no postings. Who proposes a year for closing does not close it.

mod commands;
mod handlers;
pub mod messages;
mod workflow;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/funds/{fund_id}/fiscal-periods")
        .get(
            handlers::list_fiscal_periods,
            "list_fiscal_periods",
            "List the fiscal years of a fund",
            "Officers, approvers, treasurers and auditors may. Shows which years take postings.",
        )
        .post(
            handlers::create_fiscal_period,
            "create_fiscal_period",
            "Open a fiscal year of a fund",
            "Treasurers of the province may. From now on postings of the year are taken; each year exists once.",
        );
    let _ = routes.at("/v1/funds/{fund_id}/fiscal-periods/{fiscal_period_id}").get(
        handlers::get_fiscal_period,
        "get_fiscal_period",
        "Show a fiscal year of a fund",
        "Officers, approvers, treasurers and auditors may. Shows whether the year takes postings.",
    );
    let path = "/v1/funds/{fund_id}/fiscal-periods/{fiscal_period_id}/submit";
    let _ = routes.at(path).refuses(&[Code::SeparationOfDuties]).post(
        handlers::submit_fiscal_period,
        "submit_fiscal_period",
        "Propose a fiscal year for closing",
        "Treasurers and officers of the province may. The year still takes postings until somebody else closes it.",
    );
    let path = "/v1/funds/{fund_id}/fiscal-periods/{fiscal_period_id}/return";
    let _ = routes.at(path).refuses(&[Code::SeparationOfDuties]).post(
        handlers::return_fiscal_period,
        "return_fiscal_period",
        "Return a fiscal year that was proposed for closing",
        "Approvers of the province may, with a reason, unless they proposed the year themselves. It is open again.",
    );
    let path = "/v1/funds/{fund_id}/fiscal-periods/{fiscal_period_id}/close";
    let _ = routes.at(path).refuses(&[Code::SeparationOfDuties]).post(
        handlers::close_fiscal_period,
        "close_fiscal_period",
        "Close a fiscal year of a fund",
        "Approvers of the province may, unless they proposed the year themselves. It takes no more postings, for ever.",
    );
    let _ = routes.at("/v1/funds/{fund_id}/fiscal-periods/{fiscal_period_id}/history").get(
        handlers::list_fiscal_period_history,
        "list_fiscal_period_history",
        "List what happened to a fiscal year",
        "Officers, approvers, treasurers and auditors may. Lists the steps of the year, the latest first.",
    );
}
