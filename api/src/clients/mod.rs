//! Machine clients: the systems of partners, and those of donors that the union lets in. What they may do is never more
//! than their role, which follows from the owner; how they prove who they are is in `oauth`.

pub(crate) mod commands;
mod handlers;
pub mod messages;
pub mod queries;
mod workflow;

use crate::{error::Code, http::Caching, routes::Routes};

const BY_PEOPLE: &[Code] = &[Code::ReauthenticationRequired];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "api-clients",
        "The systems that call this API with an identity of their own, limited to scopes and addresses.",
    );
    let _ = routes
        .at("/v1/api-clients")
        .caching(Caching::NoStore)
        .refuses(BY_PEOPLE)
        .get(
            handlers::list_api_clients,
            "list_api_clients",
            "List machine clients",
            "People of a partner may, for its own; administrators for those of the union in their area; auditors of the \
             province for all.",
        )
        .post(
            handlers::create_api_client,
            "create_api_client",
            "Make a machine client",
            "People of a verified partner may, for it, and administrators for the union in an area of theirs, with a \
             password given within the last 15 minutes. Without a public key the reply shows a secret, this once. The \
             client takes tokens at `POST /oauth/token` and may do what its scopes and the role of its owner both allow: \
             `partner` over the partner, `donor` over the area. An owner has at most 20 that are alive.",
        );
    let _ = routes
        .at("/v1/api-clients/{client_id}")
        .refuses(BY_PEOPLE)
        .get(
            handlers::get_api_client,
            "get_api_client",
            "Show a machine client",
            "People of its partner may, administrators where it is the union's in their area, and auditors. Never shows \
             the secret.",
        )
        .patch(
            handlers::update_api_client,
            "update_api_client",
            "Change name, scopes, addresses or end of a machine client",
            "Whoever may make one may, with a password given within the last 15 minutes. Scopes and addresses count \
             with the next request, also for tokens already given.",
        );
    action_routes(routes);
    let _ = routes.at("/v1/api-clients/{client_id}/history").get(
        handlers::list_api_client_history,
        "list_api_client_history",
        "List what happened to a machine client",
        "Whoever may read it may. Lists its changes, the latest first; never a secret.",
    );
}

fn action_routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/api-clients/{client_id}/rotate-secret")
        .caching(Caching::NoStore)
        .refuses(BY_PEOPLE)
        .post(
            handlers::rotate_api_client_secret,
            "rotate_api_client_secret",
            "Give a machine client a new secret",
            "Whoever may make one may, with a password given within the last 15 minutes. The reply shows the new secret, \
             this once; the one before counts for 24 hours more, and the one before that no longer.",
        );
    let _ = routes.at("/v1/api-clients/{client_id}/revoke").post(
        handlers::revoke_api_client,
        "revoke_api_client",
        "Revoke a machine client for good",
        "Whoever may make one may. From the next request on neither its tokens nor its secret, its public key or its API \
         keys count.",
    );
}
