//! Lines of contracts over all contracts: what was contracted in a year, with its sum. It reads what contracts say; they
//! are written and confirmed elsewhere.

mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes
        .tag("contract-lines", "Lines of contracts in force, over all contracts, with what they are worth.");
    let _ = routes.at("/v1/contract-lines").get(
        handlers::list_contract_lines,
        "list_contract_lines",
        "List what was contracted in a year",
        "Both sides, officers of the area and auditors may. Lists the lines, in the text in force on the day, of contracts \
         that bound both sides at some time of its year until then, and whose deliveries begin in that year; `sum_vnd` \
         is what they are worth. A line lies where its contract lies.",
    );
}
