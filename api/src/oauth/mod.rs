//! Tokens for machine clients (RFC 6749, client credentials), and what clients find the endpoints by (RFC 8414). Who has
//! proved nothing learns nothing: an unknown client and a wrong proof are answered alike.

mod commands;
mod handlers;
pub mod messages;
mod queries;

use crate::{
    http::Caching,
    routes::{At, Routes},
};

const CREDENTIALS: &str = "RFC 6749 and 7009 say what is sent, and replies hold credentials";
const NO_REVISION: &str = "a token is not edited, it only ends";

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("oauth", "Tokens of machine clients; refusals have the form of RFC 6749, section 5.2.");
    let _ = endpoint(routes, "/oauth/token").post(
        handlers::issue_token,
        "issue_token",
        "Take a token as a machine client",
        "A machine client may that proves who it is: with HTTP Basic (its id and secret), or with an assertion that its \
         own key signs (RFC 7523: `iss` and `sub` are its id, `aud` is the issuer or this address, `exp` at most five \
         minutes ahead, `jti` used once). The token lasts ten minutes and is limited to the scopes asked for, to all of \
         the client's when none are. Tries are limited per client and address.",
    );
    let _ = endpoint(routes, "/oauth/revoke").post(
        handlers::revoke_token,
        "revoke_token",
        "Revoke a token of a machine client",
        "A machine client may, for its own tokens, proving who it is as at `POST /oauth/token` (RFC 7009). The token does \
         not count from the next request on; what is no token of this service any more is answered alike.",
    );
    let _ = routes
        .at("/.well-known/oauth-authorization-server")
        .caching(Caching::Public)
        .unversioned("it is a document of its own standard")
        .get(
            handlers::get_authorization_server,
            "get_authorization_server",
            "Show where and how machine clients take tokens",
            "Anybody may. The metadata of RFC 8414: endpoints, ways to prove who one is, and every scope.",
        );
}

fn endpoint<'r, 'a>(routes: &'r mut Routes<'a>, path: &'static str) -> At<'r, 'a> {
    routes.at(path).caching(Caching::NoStore).exempt(CREDENTIALS).unversioned(NO_REVISION)
}
