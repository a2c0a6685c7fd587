//! Handing plans in, returning and approving them, and taking an approved plan up again: whoever enters or hands in does
//! not decide, nor does a member of the group. The version in force stays so until another is approved.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{plans::workflow::CONDITIONS, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/production-plans/{plan_id}/submit").refuses(CONDITIONS).post(
        handlers::submit_production_plan,
        "submit_production_plan",
        "Hand in a production plan",
        "Officers and the group's leader may. What no longer fits the group or the lists, and lines that have results and \
         are missing or something else, are told at once.",
    );
    let _ = routes.at("/v1/production-plans/{plan_id}/return").post(
        handlers::return_production_plan,
        "return_production_plan",
        "Return a production plan for repair",
        "Officers may, if they neither entered it nor belong to the group, with a reason. It can be changed and handed in \
         again.",
    );
    let _ = routes.at("/v1/production-plans/{plan_id}/approve").refuses(CONDITIONS).dated().post(
        handlers::approve_production_plan,
        "approve_production_plan",
        "Approve a production plan",
        "Officers may, if they neither entered it nor belong to the group. As adapted to the climate only with hazards and \
         measures against them. From its day on it is in force instead of the version approved before.",
    );
    let _ = routes.at("/v1/production-plans/{plan_id}/revise").post(
        handlers::revise_production_plan,
        "revise_production_plan",
        "Take an approved production plan up again",
        "Officers and the group's leader may. Begins a new version that says the same; the approved one stays in force \
         until the next approval.",
    );
}
