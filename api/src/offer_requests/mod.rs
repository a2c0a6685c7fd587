//! Partners that ask to see an offer in detail, and what the group answers. An answer of the group's side can be taken
//! back; whoever asked answers for nobody.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;
pub mod workflow;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes
        .tag("offer-requests", "Requests of partners to see an offer in detail, and the answers of groups.");
    let _ = routes
        .at("/v1/offer-requests")
        .get(
            handlers::list_offer_requests,
            "list_offer_requests",
            "List requests to see offers in detail",
            "Partners see their own; officers, leaders and auditors those about offers of groups within their scope.",
        )
        .refuses(&[Code::Duplicate])
        .post(
            handlers::create_offer_request,
            "create_offer_request",
            "Ask to see an offer in detail",
            "Verified partners may, about any offer they see: once, and again after it was refused.",
        );
    let _ = routes.at("/v1/offer-requests/{offer_request_id}").get(
        handlers::get_offer_request,
        "get_offer_request",
        "Show a request",
        "The partner may, and officers, leaders and auditors within their scope.",
    );
    let _ = routes.at("/v1/offer-requests/{offer_request_id}/grant").refuses(ANSWERING).post(
        handlers::grant_offer_request,
        "grant_offer_request",
        "Let a partner see an offer in detail",
        "Officers and the group's leader may, not whoever asked. The partner is verified; it sees the details while it \
         sees the offer.",
    );
    let _ = routes.at("/v1/offer-requests/{offer_request_id}/refuse").refuses(&[Code::SeparationOfDuties]).post(
        handlers::refuse_offer_request,
        "refuse_offer_request",
        "Refuse a request",
        "Officers and the group's leader may, giving a reason, not whoever asked. A grant is taken back the same way.",
    );
    let _ = routes.at("/v1/offer-requests/{offer_request_id}/history").get(
        handlers::list_offer_request_history,
        "list_offer_request_history",
        "List what happened to a request",
        "The partner may, and officers, leaders and auditors within their scope. Lists every step, the latest first; who \
         acted for another organisation is told by that and the role alone.",
    );
}

const ANSWERING: &[Code] = &[Code::ConditionsUnmet, Code::SeparationOfDuties];
