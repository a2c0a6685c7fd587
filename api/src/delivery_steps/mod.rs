//! How a delivery goes on once it is recorded: the buyer acknowledges it with what was weighed, which counts when it is
//! within the tolerance of the contract; otherwise both numbers stay until staff settle it. Three different people.

mod commands;
mod handlers;
pub mod messages;

use crate::{deliveries::workflow::RECORDING, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/sales-contracts/{contract_id}/deliveries/{delivery_id}/acknowledge")
        .refuses(RECORDING)
        .dated().post(
            handlers::acknowledge_delivery,
            "acknowledge_delivery",
            "Acknowledge a delivery with what was weighed",
            "The partner may, also after the contract has ended; never who recorded it. Within the weighing tolerance of the \
             contract the weighed quantity counts; beyond it, or when that is more than may still be delivered of the line, \
             the delivery is disputed and both numbers stay.",
        );
    let _ = routes
        .at("/v1/sales-contracts/{contract_id}/deliveries/{delivery_id}/settle")
        .refuses(RECORDING)
        .dated().post(
            handlers::settle_delivery,
            "settle_delivery",
            "Settle a disputed delivery",
            "Officers of the area may, with a reason, on a quantity between both numbers; neither who recorded nor who \
             acknowledged it.",
        );
}
