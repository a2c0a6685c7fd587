//! Agreements on grants, and what becomes of them: suspended, taken up again, ended before their time.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{applications::workflow::MONEY, error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/grant-applications/{application_id}/sign-agreement").refuses(&[Code::ConditionsUnmet]).post(
        handlers::sign_agreement_grant_application,
        "sign_agreement_grant_application",
        "Sign the agreement on a grant",
        "Approvers may, with the head of the active group as signer. The tranches are made as the call plans them.",
    );
    let _ = routes
        .at("/v1/grant-applications/{application_id}/agreement")
        .unversioned("it is signed once and never changed")
        .get(
            handlers::get_agreement,
            "get_agreement",
            "Show the agreement on a grant",
            "Staff, the group's leader, viewers and auditors may, within their scope.",
        );
    let _ = routes.at("/v1/grant-applications/{application_id}/suspend").post(
        handlers::suspend_grant_application,
        "suspend_grant_application",
        "Suspend a grant",
        "Approvers may, with a reason. Nothing is requested, approved or paid meanwhile.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/resume").post(
        handlers::resume_grant_application,
        "resume_grant_application",
        "Take up a suspended grant again",
        "Approvers may. Tranches can be requested and paid again.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/terminate").refuses(MONEY).post(
        handlers::terminate_grant_application,
        "terminate_grant_application",
        "End a suspended grant before its time",
        "Approvers may, with a reason. Tranches that were not paid are cancelled and their money returns to the call.",
    );
}
