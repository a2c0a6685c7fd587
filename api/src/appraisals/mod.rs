//! Appraisal: scores of an application by several people who neither entered it nor belong to the group, and the ranking
//! of a call that follows from them.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/grant-applications/{application_id}/appraisals")
        .get(
            handlers::list_grant_appraisals,
            "list_grant_appraisals",
            "List the appraisals of an application",
            "Staff, the group's leader, viewers and auditors may. Lists scores and remarks without names.",
        )
        .post(
            handlers::create_grant_appraisal,
            "create_grant_appraisal",
            "Score an application",
            "Appraisers may, once per version, if they did not enter it and do not belong to the group; or declare a \
             conflict of interest.",
        );
    let _ = routes
        .at("/v1/grant-calls/{call_id}/ranking")
        .unversioned("it follows from the appraisals and has no revision of its own")
        .get(
            handlers::get_grant_call_ranking,
            "get_grant_call_ranking",
            "Rank the applications of a call",
            "Staff, viewers and auditors may, within their scope. Shows how each final score was reached; equal scores \
             are ordered by the share of poor members, then by the earlier submission, then by the code.",
        );
}
