//! Money that went to groups, and what came back of it: the postings behind what reports say was paid, over all funds.
//! It reads the books; money moves through tranches and corrections alone.

mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("grant-payments", "Money that went to groups and came back, over all funds, with its sum.");
    let _ = routes.at("/v1/grant-payments").get(
        handlers::list_grant_payments,
        "list_grant_payments",
        "List money paid to groups",
        "Staff, leaders, viewers and auditors may, within their scope. Lists payments of tranches and, below zero, refunds \
         and what was taken back, until a day; `sum_vnd` is what was paid net of it. Money lies where its application \
         lies; the form is that of the group on the day.",
    );
}
