//! Keys of machine clients, with which the systems of donors read published figures without taking tokens. A key opens
//! three things at most, and those only as far as its client may.

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
        "api-keys",
        "Keys of machine clients, sent as `X-API-Key`, which open published figures, indicators and areas alone.",
    );
    let _ = routes
        .at("/v1/api-keys")
        .caching(Caching::NoStore)
        .refuses(BY_PEOPLE)
        .get(
            handlers::list_api_keys,
            "list_api_keys",
            "List keys of machine clients",
            "Administrators may, for the machine clients of the union in their area, and auditors. Never shows a key.",
        )
        .post(
            handlers::create_api_key,
            "create_api_key",
            "Make a key of a machine client",
            "Administrators may, for a machine client of the union in their area that is active and has the scope \
             `publications:read`, with a password given within the last 15 minutes. The reply shows the key, this once; \
             repeating the request does not. Sent as `X-API-Key`, it opens `publications:read`, `indicators:read` and \
             `areas:read`, as far as the client has these scopes, from addresses on the lists of both. A client has at \
             most two keys that are alive: make the next one, exchange it, revoke the one before.",
        );
    let _ = routes.at("/v1/api-keys/{api_key_id}").caching(Caching::NoStore).get(
        handlers::get_api_key,
        "get_api_key",
        "Show a key of a machine client",
        "Whoever may list it may. Shows when it was last used and when it ends, and never the key itself.",
    );
    let _ = routes.at("/v1/api-keys/{api_key_id}/revoke").post(
        handlers::revoke_api_key,
        "revoke_api_key",
        "Revoke a key of a machine client for good",
        "Whoever may make one may. From the next request on the key counts no more; its client stays as it is.",
    );
    let _ = routes.at("/v1/api-keys/{api_key_id}/history").get(
        handlers::list_api_key_history,
        "list_api_key_history",
        "List what happened to a key of a machine client",
        "Whoever may read it may. Lists its making and its end, the latest first; never the key itself.",
    );
}
