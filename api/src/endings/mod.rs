//! How a group ends: it dissolves, or a cooperative continues it. Memberships and offices end that day; the group keeps
//! its last state for every later figure.

mod commands;
mod handlers;
pub mod messages;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/farmer-groups/{group_id}/dissolve").dated().post(
        handlers::dissolve_farmer_group,
        "dissolve_farmer_group",
        "Dissolve a farmer group",
        "Officers may, giving a reason. Memberships and offices end that day with the exit reason `group_dissolved`.",
    );
    let _ = routes.at("/v1/farmer-groups/{group_id}/upgrade").dated().post(
        handlers::upgrade_farmer_group,
        "upgrade_farmer_group",
        "Upgrade a farmer group to a cooperative",
        "Officers may. A new cooperative with its founding members continues the group from the day it was registered; \
         the group counts once and shows it as `continued_by_id`.",
    );
}
