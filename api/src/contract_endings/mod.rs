//! How a contract ends: refused before it is in force, terminated before its time, or completed. What was delivered stays,
//! and so do its texts.

mod commands;
mod handlers;
pub mod messages;

use crate::{contracts::workflow, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/sales-contracts/{contract_id}/reject").refuses(workflow::ACTING).post(
        handlers::reject_sales_contract,
        "reject_sales_contract",
        "Refuse a contract",
        "Either side may, with a reason, as long as not both have confirmed it. It stays refused.",
    );
    let _ = routes.at("/v1/sales-contracts/{contract_id}/complete").refuses(workflow::BINDING).post(
        handlers::complete_sales_contract,
        "complete_sales_contract",
        "Complete a contract",
        "Either side may, once no delivery waits to be acknowledged or settled. A change that waits is given up.",
    );
    let _ = routes.at("/v1/sales-contracts/{contract_id}/terminate").refuses(workflow::ACTING).dated().post(
        handlers::terminate_sales_contract,
        "terminate_sales_contract",
        "End a contract before its time",
        "Either side may, with a reason, on a day of its term that is not after today and not before the last delivery. A \
         change that waits is given up.",
    );
}
