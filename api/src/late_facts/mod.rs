//! Facts entered, changed or taken out after a reporting period was locked whose figures they change: they are taken
//! with a reason and marked, so that what was published stays and the next publication shows the change.

mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/reporting-periods/{reporting_period_id}/late-facts").get(
        handlers::list_late_facts,
        "list_late_facts",
        "List what came after the lock of a reporting period",
        "Officers, appraisers, approvers, treasurers and auditors may, within their area. Lists what was entered, changed or \
         taken out with a `late_reason`, the latest first: ids and kinds, no names.",
    );
}
