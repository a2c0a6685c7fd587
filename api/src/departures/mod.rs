//! Leaving a group: for good or for another group. A vote that is missing or too small is drawn attention to, never
//! refused; leaving an active group without a head is refused.

mod commands;
mod handlers;
pub mod messages;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/memberships/{membership_id}/end").dated().post(
        handlers::end_membership,
        "end_membership",
        "End a membership",
        "Officers may. Ends the offices too; the head of an active group leaves only to a successor. A vote of half of \
         the members or less is a warning.",
    );
    let _ = routes.at("/v1/memberships/{membership_id}/transfer").dated().post(
        handlers::transfer_membership,
        "transfer_membership",
        "Transfer a member to another group",
        "Officers of both groups may. Ends the membership and begins one in the other group on the same day.",
    );
}
