//! Corrections of postings: one person asks for one, another decides. A reversal takes back all that is left of a
//! posting, an adjustment a part; what took something back is not taken back itself. The posting that corrects counts
//! for a day of an open year, whatever the year of the original.

mod commands;
mod handlers;
pub mod messages;
mod workflow;

use crate::{error::Code, routes::Routes};

const REFUSALS: &[Code] = &[Code::SeparationOfDuties, Code::PeriodClosed, Code::FundsExceeded];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/funds/{fund_id}/corrections")
        .get(
            handlers::list_corrections,
            "list_corrections",
            "List the corrections of a fund",
            "Officers, approvers, treasurers and auditors may; below the province, those of postings within the scope.",
        )
        .refuses(REFUSALS)
        .post(
            handlers::create_correction,
            "create_correction",
            "Ask for the correction of a posting",
            "Treasurers of the province may, unless they hold another duty on the application of the posting. Nothing is \
             posted until somebody else approves.",
        );
    let _ = routes.at("/v1/funds/{fund_id}/corrections/{correction_id}").get(
        handlers::get_correction,
        "get_correction",
        "Show a correction of a fund",
        "Officers, approvers, treasurers and auditors may, as in the list. Shows what is taken back, and why.",
    );
    let _ = routes.at("/v1/funds/{fund_id}/corrections/{correction_id}/approve").refuses(REFUSALS).post(
        handlers::approve_correction,
        "approve_correction",
        "Approve the correction of a posting",
        "Approvers of the province may, unless they asked for it or pay for the application. Posts it, and changes the \
         sums of tranche and application with it.",
    );
    let path = "/v1/funds/{fund_id}/corrections/{correction_id}/reject";
    let _ = routes.at(path).refuses(&[Code::SeparationOfDuties]).post(
        handlers::reject_correction,
        "reject_correction",
        "Reject the correction of a posting",
        "Approvers of the province may, with a reason, unless they asked for it or pay for the application.",
    );
    let _ = routes.at("/v1/funds/{fund_id}/corrections/{correction_id}/history").get(
        handlers::list_correction_history,
        "list_correction_history",
        "List what happened to a correction",
        "Officers, approvers, treasurers and auditors may, as in the list. Lists its steps, the latest first.",
    );
}
