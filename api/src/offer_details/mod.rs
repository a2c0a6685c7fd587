//! What a group asks for its offer: shown to its own side, and to partners whose request it granted for as long as the
//! offer is published, not over and the request is not refused afterwards. Kept at the revision of the offer.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/sales-offers/{offer_id}/details")
        .get(
            handlers::get_sales_offer_details,
            "get_sales_offer_details",
            "Show an offer in detail",
            "Officers, the group's leader and auditors may, within their scope; partners while they see the offer and \
             their request stands granted, and are told 404 otherwise.",
        )
        .patch(
            handlers::update_sales_offer_details,
            "update_sales_offer_details",
            "Change the details of an offer",
            "Officers and the group's leader may, at the revision of the offer, while it is a draft or published.",
        );
}
