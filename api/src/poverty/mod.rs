//! What was officially decided about the poverty of a household, one row per decision. It computes no poverty.

mod commands;
mod handlers;
mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "households",
        "Households: where they are, who lives in them, and what was decided about poverty.",
    );
    let _ = routes
        .at("/v1/households/{household_id}/poverty-statuses")
        .get(
            handlers::list_poverty_statuses,
            "list_poverty_statuses",
            "List what was decided about the poverty of a household",
            "Officers may, for households of their area. Lists the decisions, the latest first.",
        )
        .dated().post(
            handlers::create_poverty_status,
            "create_poverty_status",
            "Record a decision about the poverty of a household",
            "Officers may, for households and issuing communes of their area, with the ETag of the household. The \
             decision that still holds ends where the new one begins; decisions never overlap.",
        );
    let _ = routes
        .at("/v1/households/{household_id}/poverty-statuses/{poverty_status_id}")
        .get(
            handlers::get_poverty_status,
            "get_poverty_status",
            "Show a decision about the poverty of a household",
            "Officers may, for households of their area. Shows one decision.",
        )
        .dated().delete(
            handlers::delete_poverty_status,
            "delete_poverty_status",
            "Take out a poverty decision entered in error",
            "Officers may, for households of their area. The decision leaves every figure at every date; the one before \
             it keeps its end and is not reopened.",
        );
    let _ = routes.at("/v1/households/{household_id}/poverty-statuses/{poverty_status_id}/history").get(
        handlers::list_poverty_status_history,
        "list_poverty_status_history",
        "List what happened to a poverty decision",
        "Officers may, for households of their area. Lists the changes, the latest first.",
    );
}
