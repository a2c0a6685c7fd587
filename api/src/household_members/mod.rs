//! Who lives in a household and who heads it, from which day to which: one household per person and day, one head per
//! household and day. It never edits the past beyond the day it is told.

mod commands;
mod handlers;
mod messages;
mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "households",
        "Households: where they are, who lives in them, and what was decided about poverty.",
    );
    let _ = routes.at("/v1/households/{household_id}/members").dated().post(
        handlers::add_household_member,
        "add_household_member",
        "Take somebody into a household",
        "Officers may, for households of their area and persons of their area or found by full number within 30 days. \
         The stay in another household ends on the same day.",
    );
    let _ = routes.at("/v1/households/{household_id}/members/{household_member_id}/end").dated().post(
        handlers::end_household_member,
        "end_household_member",
        "End somebody's stay in a household",
        "Officers may, for households of their area. The day given is the first one no longer there; the person stays \
         with the area of the household until another one takes them in.",
    );
    let _ = routes.at("/v1/households/{household_id}/appoint-head").dated().post(
        handlers::appoint_household_head,
        "appoint_household_head",
        "Make a member the head of a household",
        "Officers may, for households of their area. From that day on the member heads the household and whoever headed \
         it before no longer does, so that no day has two heads.",
    );
}
