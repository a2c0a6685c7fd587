//! Income by group: what each plan of a year brought and cost, with the people who share it. A group has one plan for each
//! year, so that the rows are those of plans.

mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("group-incomes", "What each group got and spent by its plan of a year.");
    let _ = routes.at("/v1/group-incomes").refuses(&[Code::ValidationFailed]).get(
        handlers::list_group_incomes,
        "list_group_incomes",
        "List groups with what they earned by their plans",
        "Staff, leaders, viewers and auditors may, within their scope. Lists the groups that have results of the year, with \
         revenue, cost, margin, members and households. The part of poor and near-poor households is told to those who may \
         see the poverty of persons, for members within their scope.",
    );
}
