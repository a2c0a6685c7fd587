//! Years and quarters that areas report on. Who submits a period neither approves nor locks it; a locked one takes no
//! money, and facts with a reason alone (`late_facts`).

mod commands;
mod handlers;
pub mod messages;
pub mod queries;
mod workflow;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("reporting-periods", "Years and quarters that areas report on, and which of them are locked.");
    let _ = routes
        .at("/v1/reporting-periods")
        .get(
            handlers::list_reporting_periods,
            "list_reporting_periods",
            "List reporting periods",
            "Staff, viewers and auditors may, within their area. Lists years and quarters, the latest first.",
        )
        .post(
            handlers::create_reporting_period,
            "create_reporting_period",
            "Open a reporting period of an area",
            "Officers may, for a province, district or commune of their area that exists in the period. Each year and each \
             quarter of an area is there once.",
        );
    let _ = routes
        .at("/v1/reporting-periods/{reporting_period_id}")
        .refuses(&[Code::ResourceInUse])
        .get(
            handlers::get_reporting_period,
            "get_reporting_period",
            "Show a reporting period",
            "Staff, viewers and auditors may, within their area. Shows whether the period is locked.",
        )
        .delete(
            handlers::delete_reporting_period,
            "delete_reporting_period",
            "Take out a reporting period entered in error",
            "Officers may, as long as the period is open and never was locked.",
        );
    let _ = routes.at("/v1/reporting-periods/{reporting_period_id}/history").get(
        handlers::list_reporting_period_history,
        "list_reporting_period_history",
        "List what happened to a reporting period",
        "Staff, viewers and auditors may, within their area. Lists the steps of the period, the latest first.",
    );
    steps(routes);
}

fn steps(routes: &mut Routes<'_>) {
    let path = "/v1/reporting-periods/{reporting_period_id}/submit";
    let _ = routes.at(path).refuses(&[Code::SeparationOfDuties, Code::ConditionsUnmet]).post(
        handlers::submit_reporting_period,
        "submit_reporting_period",
        "Submit a reporting period",
        "Officers may, once the period is over: 409 `conditions_unmet` before. Somebody else approves and locks it.",
    );
    let path = "/v1/reporting-periods/{reporting_period_id}/return";
    let _ = routes.at(path).refuses(&[Code::SeparationOfDuties]).post(
        handlers::return_reporting_period,
        "return_reporting_period",
        "Return a reporting period",
        "Approvers may, with a reason, unless they submitted the period themselves. It is open again.",
    );
    let path = "/v1/reporting-periods/{reporting_period_id}/approve";
    let _ = routes.at(path).refuses(&[Code::SeparationOfDuties]).post(
        handlers::approve_reporting_period,
        "approve_reporting_period",
        "Approve a reporting period",
        "Approvers may, unless they submitted the period themselves. It can be locked from now on.",
    );
    let path = "/v1/reporting-periods/{reporting_period_id}/lock";
    let _ = routes.at(path).refuses(&[Code::SeparationOfDuties]).post(
        handlers::lock_reporting_period,
        "lock_reporting_period",
        "Lock a reporting period",
        "Approvers may, unless they submitted the period themselves. Money of a day before its end is refused in the area \
         from now on (409 `period_closed`), and facts are taken with a `late_reason` alone.",
    );
    let path = "/v1/reporting-periods/{reporting_period_id}/reopen";
    let _ = routes.at(path).refuses(&[Code::SeparationOfDuties]).post(
        handlers::reopen_reporting_period,
        "reopen_reporting_period",
        "Open a locked reporting period again",
        "Approvers may, with a reason, unless they submitted the period themselves. It is submitted, approved and locked \
         anew.",
    );
}
