//! Screening: whether an application meets each criterion of eligibility, before anybody scores it.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/grant-applications/{application_id}/start-screening").post(
        handlers::start_screening_grant_application,
        "start_screening_grant_application",
        "Begin the screening of an application",
        "Appraisers may, if they did not enter it and do not belong to the group.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/pass-screening").post(
        handlers::pass_screening_grant_application,
        "pass_screening_grant_application",
        "Pass the screening of an application",
        "Appraisers may, with a result for each criterion, all of them met. The application goes on to be scored.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/fail-screening").post(
        handlers::fail_screening_grant_application,
        "fail_screening_grant_application",
        "Refuse an application at the screening",
        "Appraisers may, with a result for each criterion, at least one of them not met. It cannot be mended.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/return").post(
        handlers::return_grant_application,
        "return_grant_application",
        "Give an application back for repair",
        "Appraisers may, while it is screened or scored, with a reason. The group mends it and hands it in again.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/screening-results").get(
        handlers::list_screening_results,
        "list_screening_results",
        "List the results of the screening",
        "Staff, the group's leader, viewers and auditors may. Lists each criterion of each version screened.",
    );
}
