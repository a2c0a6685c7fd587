//! Funds whose money is granted. A fund is made with its accounts; its money stands in `fund_accounts`, `postings` and
//! `fund_summaries`, its years in `fiscal_periods`.

mod commands;
mod handlers;
pub mod messages;

use crate::routes::Routes;

/// The operations, and those of the domains that keep the books of a fund.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "funds",
        "Funds whose money is granted, with their books in double entry: accounts, postings, ceilings, fiscal years.",
    );
    let _ = routes
        .at("/v1/funds")
        .get(
            handlers::list_funds,
            "list_funds",
            "List funds",
            "Officers, approvers, treasurers and auditors may. Who may read one fund reads all of them.",
        )
        .post(
            handlers::create_fund,
            "create_fund",
            "Set up a fund",
            "Treasurers of the province may. Opens the accounts of the fund and, if asked, its first fiscal year; the \
             server gives its code.",
        );
    let _ = routes
        .at("/v1/funds/{fund_id}")
        .get(
            handlers::get_fund,
            "get_fund",
            "Show a fund",
            "Officers, approvers, treasurers and auditors may. Shows its name; its money is told by accounts and summary.",
        )
        .patch(
            handlers::update_fund,
            "update_fund",
            "Rename a fund",
            "Treasurers of the province may. Changes the name; money moves by postings alone.",
        );
    let _ = routes.at("/v1/funds/{fund_id}/history").get(
        handlers::list_fund_history,
        "list_fund_history",
        "List what happened to a fund",
        "Officers, approvers, treasurers and auditors may. Lists the changes of the fund itself, the latest first.",
    );
    crate::fund_accounts::routes(routes);
    crate::fund_summaries::routes(routes);
    crate::postings::routes(routes);
    crate::ceilings::routes(routes);
    crate::fiscal_periods::routes(routes);
    crate::corrections::routes(routes);
}
