//! The book of postings of a fund. They are entered here from the sources alone; all others follow from what is decided
//! about calls, applications and tranches. None is ever changed or taken out: what was wrong is taken back by another
//! one, through `corrections`.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/funds/{fund_id}/postings")
        .get(
            handlers::list_postings,
            "list_postings",
            "List the postings of a fund",
            "Officers, approvers, treasurers and auditors may; below the province, those of the fund itself and of \
             applications in their area.",
        )
        .refuses(&[Code::PeriodClosed, Code::FundsExceeded])
        .post(
            handlers::create_posting,
            "create_posting",
            "Post money that comes into a fund",
            "Treasurers of the province may. Moves money from a source to what is available; postings of all other kinds \
             follow from decisions on calls, applications and tranches.",
        );
    let _ = routes.at("/v1/funds/{fund_id}/postings/{posting_id}").get(
        handlers::get_posting,
        "get_posting",
        "Show a posting of a fund",
        "Officers, approvers, treasurers and auditors may, as in the list. A posting never changes.",
    );
}
