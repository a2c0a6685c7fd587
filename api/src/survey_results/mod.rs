//! What surveys measured of indicators that the register cannot count: by area and day, entered by officers. It counts
//! nothing; `indicator_values` shows the latest.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "survey-results",
        "What surveys measured of indicators that cannot be counted from the register.",
    );
    let _ = routes
        .at("/v1/survey-results")
        .get(
            handlers::list_survey_results,
            "list_survey_results",
            "List results of surveys",
            "Staff, viewers and auditors may, within their area. Lists what was measured of which indicator, the latest first.",
        )
        .dated()
        .post(
            handlers::create_survey_result,
            "create_survey_result",
            "Enter a result of a survey",
            "Officers may, of an indicator that is measured by surveys (otherwise 422) and for a province, district or commune \
             of their area that exists on the day; once for each indicator, area and day. The latest is the value of the \
             indicator in `/v1/indicators/{indicator_code}/values`.",
        );
    let _ = routes
        .at("/v1/survey-results/{survey_result_id}")
        .get(
            handlers::get_survey_result,
            "get_survey_result",
            "Show a result of a survey",
            "Staff, viewers and auditors may, within their area. Shows the value, how it was measured and what says so.",
        )
        .dated()
        .patch(
            handlers::update_survey_result,
            "update_survey_result",
            "Correct a result of a survey",
            "Officers may. Corrects the value and how it was measured; indicator, area and day stay.",
        )
        .dated()
        .delete(
            handlers::delete_survey_result,
            "delete_survey_result",
            "Take out a result entered in error",
            "Officers may. The result leaves every figure at every date; the one before it counts again.",
        );
    let _ = routes.at("/v1/survey-results/{survey_result_id}/history").get(
        handlers::list_survey_result_history,
        "list_survey_result_history",
        "List what happened to a result of a survey",
        "Staff, viewers and auditors may, within their area. Lists the changes of the result, the latest first.",
    );
}
