//! The accounts of funds with what stands on them. One query piece (`queries::with_standing`) serves the list, the
//! single account, the export and the summary, each in one statement: whatever is posted meanwhile, debits equal
//! credits in each of them.

mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

const NO_REVISION: &str = "What stands on an account is the sum of its postings, which have no revision.";

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/funds/{fund_id}/accounts").get(
        handlers::list_fund_accounts,
        "list_fund_accounts",
        "List the accounts of a fund",
        "Officers, approvers, treasurers and auditors may. Shows what stands on each account of the fund itself and of \
         the allotments of its calls.",
    );
    let _ = routes.at("/v1/funds/{fund_id}/accounts/{account_id}").unversioned(NO_REVISION).get(
        handlers::get_fund_account,
        "get_fund_account",
        "Show an account of a fund",
        "Officers, approvers, treasurers and auditors may. Shows what stands on the account at this moment.",
    );
    let _ = routes.at("/v1/funds/{fund_id}/export").get(
        handlers::download_fund_accounts,
        "download_fund_accounts",
        "Download the accounts of a fund",
        "Officers, approvers, treasurers and auditors may. Gives all accounts with what stands on them as CSV, at one \
         instant; the download is journalled.",
    );
}
