//! Income: what groups got and spent by their plans, by year, value chain and commune, and the part of poor and near-poor
//! households in it. By group it is told in `group_incomes`.

mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/reports/income").refuses(&[Code::NotFound, Code::ValidationFailed]).get(
        handlers::get_income_report,
        "get_income_report",
        "Show what groups earned by their plans",
        "Staff, viewers and auditors may, within their area. Revenue, cost and margin of the results of plans, by year, \
         value chain or commune, with the members and households of the groups; every row names the list of its results. \
         The part of poor and near-poor households is null without `reports-sensitive:read`; viewers see it for a district \
         of the map of 2022, or the province, and above only; so do those who may not list plans see money, and \
         then by year only. By group: `GET /v1/group-incomes`.",
    );
}
