//! Acceptance of works: minutes on what each tranche paid for, and on the whole. Minutes are never changed; an amount
//! accepted in error is corrected in the books.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

const MINUTES: &[Code] = &[Code::FundsExceeded, Code::PeriodClosed, Code::SeparationOfDuties];
const FINAL: &[Code] = &[Code::ConditionsUnmet, Code::SeparationOfDuties];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/grant-applications/{application_id}/acceptances")
        .get(
            handlers::list_acceptances,
            "list_acceptances",
            "List the minutes of acceptance",
            "Staff, leaders, viewers and auditors may, within their scope. The minutes on the whole name no tranche.",
        )
        .refuses(MINUTES)
        .post(
            handlers::create_acceptance,
            "create_acceptance",
            "Enter minutes on a tranche",
            "Appraisers may, not those who entered, decided or paid. Accepts works up to what was paid of the tranche and \
             not given back; minutes that failed accept nothing.",
        );
    let _ = routes.at("/v1/grant-applications/{application_id}/acceptances/{acceptance_id}").get(
        handlers::get_acceptance,
        "get_acceptance",
        "Show minutes of acceptance",
        "Staff, leaders, viewers and auditors may, within their scope. Minutes never change.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/accept").refuses(FINAL).post(
        handlers::accept_grant_application,
        "accept_grant_application",
        "Accept the works as a whole",
        "Appraisers may, once every tranche is paid or cancelled and the group gave the share it promised of what was \
         spent; what is missing is told with its amounts.",
    );
}
