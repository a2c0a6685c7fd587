//! What groups plan to sell: written as a draft, published for partners until the last day, taken back. What an offer
//! asks for is told apart, in `offer_details`; who asks to see that, in `offer_requests`.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;
pub mod workflow;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "sales-offers",
        "What groups plan to sell: product, quantity and window, published for partners.",
    );
    let _ = routes
        .at("/v1/sales-offers")
        .refuses(&[Code::ValidationFailed])
        .get(
            handlers::list_sales_offers,
            "list_sales_offers",
            "List offers",
            "Partners see what active groups have published and what is not over; staff, leaders and viewers all offers \
             within their scope.",
        )
        .dated().post(
            handlers::create_sales_offer,
            "create_sales_offer",
            "Draft an offer",
            "Officers may for groups of their area, leaders for their group. The group is active and works in the value \
             chain, and the unit fits the product.",
        );
    let _ = routes
        .at("/v1/sales-offers/{offer_id}")
        .get(
            handlers::get_sales_offer,
            "get_sales_offer",
            "Show an offer",
            "Partners may, while it is published, not over and its group active; staff, leaders and viewers within their \
             scope.",
        )
        .dated().patch(
            handlers::update_sales_offer,
            "update_sales_offer",
            "Change an offer",
            "Officers and the group's leader may, while it is a draft or published; partners see the change at once.",
        )
        .delete(
            handlers::delete_sales_offer,
            "delete_sales_offer",
            "Take out an offer entered in error",
            "Officers and the group's leader may, while it is a draft.",
        );
    steps(routes);
    let _ = routes.at("/v1/sales-offers/{offer_id}/history").get(
        handlers::list_sales_offer_history,
        "list_sales_offer_history",
        "List what happened to an offer",
        "Officers, the group's leader and auditors may, within their scope; partners are told 404. Lists every change, \
         also of the details, the latest first.",
    );
}

fn steps(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/sales-offers/{offer_id}/publish").refuses(&[Code::ConditionsUnmet]).post(
        handlers::publish_sales_offer,
        "publish_sales_offer",
        "Publish an offer",
        "Officers and the group's leader may, also again. The group is active and works in the value chain, and the \
         window is not over.",
    );
    let _ = routes.at("/v1/sales-offers/{offer_id}/withdraw").post(
        handlers::withdraw_sales_offer,
        "withdraw_sales_offer",
        "Take an offer back",
        "Officers and the group's leader may. Partners no longer see it, nor its details.",
    );
}
