//! What was delivered under contracts: recorded by the group, acknowledged by the buyer with what was weighed, settled by
//! staff where both differ too much. How a delivery is counted and priced is told in `delivery_terms`, the steps after
//! recording in `delivery_steps`, payments in `delivery_payments`. Nothing more of a line is ever delivered than its
//! quantity with the tolerance.

pub mod commands;
mod handlers;
pub mod messages;
pub mod queries;
pub mod workflow;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "deliveries",
        "What was delivered under contracts, what the buyer weighed and what it has paid.",
    );
    let _ = routes.at("/v1/deliveries").get(
        handlers::list_deliveries,
        "list_deliveries",
        "List deliveries under all contracts",
        "Both sides, officers and auditors may, within their scope. `sum_vnd` is what all that are listed are worth; \
         `status=acknowledged,settled` lists what fulfilment counts.",
    );
    let _ = routes
        .at("/v1/sales-contracts/{contract_id}/deliveries")
        .get(
            handlers::list_contract_deliveries,
            "list_contract_deliveries",
            "List deliveries under a contract",
            "Both sides, officers and auditors may, within their scope. `sum_vnd` is what all that are listed are worth.",
        )
        .refuses(workflow::RECORDING)
        .dated().post(
            handlers::create_delivery,
            "create_delivery",
            "Record a delivery",
            "The group's leader and officers of its area may, under a contract in force, for a day in its term and in the \
             window of the line. Text, price and ratio are those of that day; what was delivered of the line never exceeds \
             its quantity with the tolerance (409 `conditions_unmet` tells what remains).",
        );
    let _ = routes
        .at("/v1/sales-contracts/{contract_id}/deliveries/{delivery_id}")
        .get(
            handlers::get_delivery,
            "get_delivery",
            "Show a delivery",
            "Both sides, officers and auditors may, within their scope. Shows what was recorded, weighed and settled.",
        )
        .refuses(workflow::ACTING)
        .dated().delete(
            handlers::delete_delivery,
            "delete_delivery",
            "Take out a delivery recorded in error",
            "The group's leader and officers of its area may, as long as the buyer has not acknowledged it. The line gets \
             its quantity back.",
        );
    crate::delivery_steps::routes(routes);
    let _ = routes.at("/v1/sales-contracts/{contract_id}/deliveries/{delivery_id}/history").get(
        handlers::list_delivery_history,
        "list_delivery_history",
        "List what happened to a delivery",
        "Both sides, officers and auditors may, within their scope. People of the other side are shown as role and \
         organisation alone.",
    );
    crate::delivery_payments::routes(routes);
}
