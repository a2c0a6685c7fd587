//! Partners: enterprises, cooperatives, household businesses and people that buy from groups. Anybody registers one,
//! the union checks it, and its own people keep it. Whom to ask for is sealed, and no reply to a change tells it.

pub mod commands;
mod handlers;
pub mod messages;
pub mod queries;
pub mod workflow;

use crate::{error::Code, http::Caching, routes::Routes};

const FOUR_EYES: &[Code] = &[Code::SeparationOfDuties];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("partners", "Who buys from groups: registered by anybody, verified by the union.");
    let _ = routes
        .at("/v1/partners")
        .get(
            handlers::list_partners,
            "list_partners",
            "List partners",
            "Officers, approvers, viewers and auditors see all, leaders those that were verified, a partner itself. `q` \
             finds by the start of words of the name or of the code.",
        )
        .caching(Caching::NoStore)
        .post(
            handlers::create_partner,
            "create_partner",
            "Register a partner",
            "Anybody may, five times an hour from one address without a token, and officers. The reply shows the first \
             account of the partner with an initial password, this once; it sees nothing but its registration until the \
             union has verified it. A tax code is registered once, unless the registration was rejected.",
        );
    let _ = routes
        .at("/v1/partners/{partner_id}")
        .get(
            handlers::get_partner,
            "get_partner",
            "Show a partner",
            "Officers, approvers, viewers and auditors see all, leaders those that were verified, a partner itself. Whom \
             to ask for is told to officers, approvers and the partner's own people.",
        )
        .patch(
            handlers::update_partner,
            "update_partner",
            "Change a partner",
            "Its own people may: address and contact, and as long as nobody has verified it name and proof too. Kind and \
             tax code never change; a wrong registration is rejected and made anew.",
        );
    action_routes(routes);
    let _ = routes.at("/v1/partners/{partner_id}/history").get(
        handlers::list_partner_history,
        "list_partner_history",
        "List what happened to a partner",
        "Officers, approvers, auditors and the partner's own people may. Lists its changes, the latest first; who acted \
         for the union is told by the role alone.",
    );
}

fn action_routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/partners/{partner_id}/verify").refuses(FOUR_EYES).post(
        handlers::verify_partner,
        "verify_partner",
        "Verify a partner",
        "Officers of the province may, but neither who registered it nor who belongs to it: they enter the tax code as \
         the business register shows it, with the number of the extract. From then on the partner trades.",
    );
    let _ = routes.at("/v1/partners/{partner_id}/reject").refuses(FOUR_EYES).post(
        handlers::reject_partner,
        "reject_partner",
        "Reject the registration of a partner",
        "Officers of the province may, with a reason, unless they belong to it. It is final; the tax code is free to be \
         registered anew.",
    );
    let _ = routes.at("/v1/partners/{partner_id}/suspend").refuses(FOUR_EYES).post(
        handlers::suspend_partner,
        "suspend_partner",
        "Suspend a partner",
        "Officers of the province may, with a reason, unless they belong to it. Its people and systems keep reading; \
         nothing new can be done. The state of its contracts does not change.",
    );
    let _ = routes.at("/v1/partners/{partner_id}/reinstate").refuses(FOUR_EYES).post(
        handlers::reinstate_partner,
        "reinstate_partner",
        "Let a suspended partner trade again",
        "Officers of the province may, but neither who registered it nor who belongs to it.",
    );
}
