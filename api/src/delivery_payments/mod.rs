//! What the buyer has paid for deliveries, noted by the buyer itself and read by both sides. No money moves through this
//! service; more than a delivery is worth is never noted.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{
    deliveries::workflow::{ACTING, RECORDING},
    routes::Routes,
};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/deliveries/{delivery_id}/payments")
        .get(
            handlers::list_delivery_payments,
            "list_delivery_payments",
            "List payments for a delivery",
            "Both sides, officers and auditors may, within their scope. `sum_vnd` is what was paid.",
        )
        .refuses(RECORDING)
        .dated().post(
            handlers::create_delivery_payment,
            "create_delivery_payment",
            "Note a payment for a delivery",
            "The partner may, once the delivery is acknowledged or settled, up to what it is worth (409 `conditions_unmet` \
             tells what remains), also after the contract has ended.",
        );
    let _ = routes
        .at("/v1/deliveries/{delivery_id}/payments/{delivery_payment_id}")
        .get(
            handlers::get_delivery_payment,
            "get_delivery_payment",
            "Show a payment for a delivery",
            "Both sides, officers and auditors may, within their scope. Shows day, amount and the paper behind it.",
        )
        .refuses(ACTING)
        .dated().delete(
            handlers::delete_delivery_payment,
            "delete_delivery_payment",
            "Take out a payment noted in error",
            "The partner may. The delivery owes the amount again.",
        );
    let _ = routes.at("/v1/deliveries/{delivery_id}/payments/{delivery_payment_id}/history").get(
        handlers::list_delivery_payment_history,
        "list_delivery_payment_history",
        "List what happened to a payment for a delivery",
        "Both sides, officers and auditors may, within their scope. People of the other side are shown as role and \
         organisation alone.",
    );
}
