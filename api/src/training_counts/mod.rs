//! What training adds up to, each thing counted for itself: marks, persons, households, members of households, memberships,
//! and heads that were counted instead of names. Nothing here is ever added to something else.

mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// Why the counts of an event have no revision.
const COMPUTED: &str = "they are counted anew from marks, guests and the register";

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/training-events/{training_id}/counts").unversioned(COMPUTED).get(
        handlers::get_training_counts,
        "get_training_counts",
        "Show what the lists of a training event add up to",
        "Officers, approvers, viewers and auditors may, within their scope. Shows marks, distinct persons, their households \
         and memberships on the day the event counts, guests nobody has found in the register yet, and heads, kept apart.",
    );
}
