//! What an indicator is to reach in a year, and from where it began: by area, kept by officers. Whether the parts add up to
//! the whole is told in `target_checks`.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "indicator-targets",
        "What indicators are to reach in a year, by area, and the baselines from which they began.",
    );
    let _ = routes
        .at("/v1/indicator-targets")
        .get(
            handlers::list_indicator_targets,
            "list_indicator_targets",
            "List targets and baselines of indicators",
            "Staff, viewers and auditors may, within their area. Lists what indicators are to reach in a year and from where \
             they began (`kind`), the latest years first.",
        )
        .post(
            handlers::create_indicator_target,
            "create_indicator_target",
            "Set a target or a baseline of an indicator",
            "Officers may, for a province, district or commune of their area that exists in the year; once for each \
             indicator, area, year and kind. Where the units in an area are to reach more than the area itself, the reply \
             warns (`parts_exceed_whole`).",
        );
    let _ = routes
        .at("/v1/indicator-targets/{target_id}")
        .get(
            handlers::get_indicator_target,
            "get_indicator_target",
            "Show a target or a baseline",
            "Staff, viewers and auditors may, within their area. Shows the value and what says so.",
        )
        .patch(
            handlers::update_indicator_target,
            "update_indicator_target",
            "Change a target or a baseline",
            "Officers may. Changes the value or its source; indicator, area, year and kind stay. Warns like setting one.",
        )
        .delete(
            handlers::delete_indicator_target,
            "delete_indicator_target",
            "Take out a target entered in error",
            "Officers may. Nothing is measured against it any more, and another one can be set in its place.",
        );
    let _ = routes.at("/v1/indicator-targets/{target_id}/history").get(
        handlers::list_indicator_target_history,
        "list_indicator_target_history",
        "List what happened to a target",
        "Staff, viewers and auditors may, within their area. Lists the changes of the target, the latest first.",
    );
}
