//! Households: where they are, who lives in them, whether they are poor, each with its dates. It names people, never
//! what identifies them.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "households",
        "Households: where they are, who lives in them, and what was decided about poverty.",
    );
    let _ = routes
        .at("/v1/households")
        .get(
            handlers::list_households,
            "list_households",
            "List households",
            "Officers see the households of their area, auditors all, as they were on `as_of`. Poverty is null, and no \
             filter, for those who may not read it.",
        )
        .refuses(&[Code::NotFound])
        .dated().post(
            handlers::create_household,
            "create_household",
            "Register a household",
            "Officers may, in a commune of their area that exists on the first day. The code is given by the server.",
        );
    let _ = routes
        .at("/v1/households/{household_id}")
        .refuses(&[Code::ResourceInUse])
        .get(
            handlers::get_household,
            "get_household",
            "Show a household",
            "Officers see the households of their area, auditors all, with place, members and poverty as they were on \
             `as_of`.",
        )
        .patch(
            handlers::update_household,
            "update_household",
            "Change a household",
            "Officers may, for households of their area. Place, members and poverty have operations of their own.",
        )
        .dated().delete(
            handlers::delete_household,
            "delete_household",
            "Take out a household entered in error",
            "Officers may, for households of their area in which nobody lives and which is nobody's only one. It leaves \
             every figure at every date, with its places and poverty decisions.",
        );
    let _ = routes.at("/v1/households/{household_id}/history").get(
        handlers::list_household_history,
        "list_household_history",
        "List what happened to a household",
        "Officers and auditors may, for households they may read. Lists the changes, the latest first; members by id.",
    );
    let _ = routes.at("/v1/households/{household_id}/move").dated().post(
        handlers::move_household,
        "move_household",
        "Move a household",
        "Officers may, for households of their area, to a commune of their area. Closes the present place and opens \
         the new one on the same day; everybody in it moves along.",
    );
}
