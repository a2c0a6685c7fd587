//! Decisions on applications: granted, refused or put off, by somebody who neither entered nor appraised it. Granting
//! promises the money in the same transaction.

pub mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// What granting can refuse with.
const APPROVAL: &[Code] = &[Code::FundsExceeded, Code::ConditionsUnmet, Code::PeriodClosed];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/grant-applications/{application_id}/approve").refuses(APPROVAL).post(
        handlers::approve_grant_application,
        "approve_grant_application",
        "Grant an application",
        "Approvers may, if they neither entered nor appraised it. Needs enough appraisals that reach the pass mark, and \
         money left in the allotment of the commune and year.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/reject").post(
        handlers::reject_grant_application,
        "reject_grant_application",
        "Refuse an application",
        "Approvers may, if they neither entered nor appraised it, with a reason.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/defer").post(
        handlers::defer_grant_application,
        "defer_grant_application",
        "Put an application off",
        "Approvers may, if they neither entered nor appraised it, with a reason. It may be appraised again.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/reappraise").post(
        handlers::reappraise_grant_application,
        "reappraise_grant_application",
        "Take up a deferred application again",
        "Approvers may, if they neither entered nor appraised it. It goes back to appraisal.",
    );
    let _ = routes.at("/v1/grant-applications/{application_id}/decisions").get(
        handlers::list_grant_decisions,
        "list_grant_decisions",
        "List the decisions on an application",
        "Staff, the group's leader, viewers and auditors may. Lists number, day, amount and remark of each.",
    );
}
