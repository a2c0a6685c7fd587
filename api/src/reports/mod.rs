//! Reports: figures counted anew from dated facts, for any day and both maps, within the reach of the caller. Nothing
//! here lists or names anybody; published figures are frozen elsewhere.

mod figures;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("reports", "Figures of any day, on either map, each with the list of the records behind it.");
    let _ = routes.at("/v1/reports/progress").refuses(&[Code::NotFound, Code::ValidationFailed]).get(
        handlers::get_progress_report,
        "get_progress_report",
        "Show the progress of the project on a day",
        "Staff, viewers and auditors may, within their area. Groups against the target, members, poor and near-poor, \
         groups funded, money paid, upgrades, sales contracts, plans, OCOP products and training, broken down by place, form, value chain, sex and ethnic group; what was contracted and delivered also by kind of partner; every \
         figure names the list behind it. Poverty and ethnic groups are null without `reports-sensitive:read`; viewers \
         see them, and sex, for a district of the map of 2022, or the province, and above only. Within an area both \
         take only members who live in it. An area outside the reach: 404; not on the map: 422.",
    );
}
