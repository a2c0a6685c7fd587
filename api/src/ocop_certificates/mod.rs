//! What was decided about the quality of OCOP products: score, stars, how long it holds, and whether it was revoked. Stars
//! that the score does not give are kept as they were decided, with a warning.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/ocop-products/{ocop_product_id}/certificates")
        .get(
            handlers::list_ocop_certificates,
            "list_ocop_certificates",
            "List the certificates of an OCOP product",
            "Officers, approvers, viewers, auditors and leaders may, within their scope. Lists every decision about the \
             product, the latest first.",
        )
        .dated().post(
            handlers::create_ocop_certificate,
            "create_ocop_certificate",
            "Enter a certificate of an OCOP product",
            "Officers may, within their scope. It holds for 36 months from its decision, its last day included, or less; a \
             renewal is decided after the certificate before.",
        );
    let _ = routes
        .at("/v1/ocop-products/{ocop_product_id}/certificates/{ocop_certificate_id}")
        .get(
            handlers::get_ocop_certificate,
            "get_ocop_certificate",
            "Show a certificate of an OCOP product",
            "Officers, approvers, viewers, auditors and leaders may, within their scope. Shows who decided by its stars and \
             day, and whether the stars are those of the score.",
        )
        .dated().delete(
            handlers::delete_ocop_certificate,
            "delete_ocop_certificate",
            "Take out a certificate entered in error",
            "Officers may, within their scope. It leaves every figure at every date.",
        );
    let _ = routes.at("/v1/ocop-products/{ocop_product_id}/certificates/{ocop_certificate_id}/revoke").dated().post(
        handlers::revoke_ocop_certificate,
        "revoke_ocop_certificate",
        "Revoke a certificate of an OCOP product",
        "Officers may, within their scope, once, with a reason. From that day on the certificate no longer holds.",
    );
    let _ = routes.at("/v1/ocop-products/{ocop_product_id}/certificates/{ocop_certificate_id}/history").get(
        handlers::list_ocop_certificate_history,
        "list_ocop_certificate_history",
        "List what happened to a certificate",
        "Officers, approvers, viewers, auditors and leaders may, within their scope. Lists its changes, the latest first.",
    );
}
