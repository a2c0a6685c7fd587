//! Changes of a text in force: proposed with a reason, confirmed by both sides or given up. Until both have confirmed, the
//! old text stays in force.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{contracts::workflow, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/sales-contracts/{contract_id}/amend").refuses(workflow::BINDING).post(
        handlers::amend_sales_contract,
        "amend_sales_contract",
        "Propose a change of a contract in force",
        "Either side may, while its term is not over and no other change waits. Nothing goes below what was delivered. The \
         old text stays in force until both sides have confirmed the new one.",
    );
    let _ = routes.at("/v1/sales-contracts/{contract_id}/drop-amendment").refuses(workflow::ACTING).post(
        handlers::drop_amendment,
        "drop_amendment",
        "Give up a change that waits",
        "Either side may, with a reason, as long as not both have confirmed it. What is in force stays as it is.",
    );
}
