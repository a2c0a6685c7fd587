//! Products of the programme One Commune One Product: who makes what, and where. What was decided about their quality is
//! told in `ocop_certificates`.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes
        .tag("ocop-products", "Products of the programme One Commune One Product, with their certificates.");
    let _ = routes
        .at("/v1/ocop-products")
        .get(
            handlers::list_ocop_products,
            "list_ocop_products",
            "List OCOP products",
            "Officers, approvers, viewers, auditors and leaders may, within their scope. `is_certified` lists those with a \
             certificate that is valid on the day, or all others.",
        )
        .dated().post(
            handlers::create_ocop_product,
            "create_ocop_product",
            "Enter an OCOP product",
            "Officers may, in a commune of today within their scope. The owner is a group, a verified partner or, where \
             neither is registered, a name.",
        );
    let _ = routes
        .at("/v1/ocop-products/{ocop_product_id}")
        .get(
            handlers::get_ocop_product,
            "get_ocop_product",
            "Show an OCOP product",
            "Officers, approvers, viewers, auditors and leaders may, within their scope. Shows its latest certificate and \
             whether one is valid today.",
        )
        .patch(
            handlers::update_ocop_product,
            "update_ocop_product",
            "Change an OCOP product",
            "Officers may, within their scope. Its name, value chain and former commune can change; another owner or \
             commune makes another product.",
        )
        .refuses(&[Code::ResourceInUse])
        .delete(
            handlers::delete_ocop_product,
            "delete_ocop_product",
            "Take out an OCOP product entered in error",
            "Officers may, within their scope, once it has no certificates (409 `resource_in_use`).",
        );
    let _ = routes.at("/v1/ocop-products/{ocop_product_id}/history").get(
        handlers::list_ocop_product_history,
        "list_ocop_product_history",
        "List what happened to an OCOP product",
        "Officers, approvers, viewers, auditors and leaders may, within their scope. Lists its changes, the latest first.",
    );
}
