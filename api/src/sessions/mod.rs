//! Signing in and out: passwords against tokens, one session per device. What somebody may do is not decided here;
//! tokens carry no rights.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{
    error::Code,
    http::Caching,
    routes::{At, Routes},
};

const CREDENTIALS: &str = "credentials must not be kept for a replay";
const NO_REVISION: &str = "a session is not edited, it only ends";

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("auth", "Signing in and out, and the rights of the person who is signed in.");
    sign_in_routes(routes);
    own_routes(routes);
    let _ = routes.at("/v1/me").unversioned("it is put together from several resources").get(
        handlers::get_me,
        "get_me",
        "Show who I am and what I may do",
        "Everybody who has signed in may. Shows the account, its roles with their scopes today, and the permissions \
         that follow from them.",
    );
    let _ = routes
        .at("/.well-known/jwks.json")
        .caching(Caching::Public)
        .unversioned("it is a document of its own standard")
        .get(
            handlers::get_signing_keys,
            "get_signing_keys",
            "Show the keys that access tokens are signed with",
            "Anybody may. The JSON Web Key Set holds each key from a day before it is used until its last token has \
             ended.",
        );
}

fn auth<'r, 'a>(routes: &'r mut Routes<'a>, path: &'static str, codes: &'static [Code]) -> At<'r, 'a> {
    routes.at(path).caching(Caching::NoStore).exempt(CREDENTIALS).unversioned(NO_REVISION).refuses(codes)
}

fn sign_in_routes(routes: &mut Routes<'_>) {
    let _ = auth(routes, "/v1/auth/login", &[Code::CredentialsInvalid]).post(
        handlers::start_session,
        "start_session",
        "Sign in with login and password",
        "Anybody may. Starts a session on this device. An unknown login, a wrong password and an inactive account are \
         answered alike; tries are limited per account and address, and an account is never locked.",
    );
    let _ = auth(routes, "/v1/auth/refresh", &[Code::RefreshTokenInvalid, Code::RefreshTokenReused]).post(
        handlers::refresh_session,
        "refresh_session",
        "Exchange a refresh token for the next tokens",
        "Whoever holds the token may, once. Using a token twice ends the session, unless the same Idempotency-Key \
         tells that the reply was lost: then, for 24 hours and while the successor is unused, the answer is the same.",
    );
}

fn own_routes(routes: &mut Routes<'_>) {
    let _ = auth(routes, "/v1/auth/reauthenticate", &[Code::CredentialsInvalid, Code::PermissionDenied]).post(
        handlers::reauthenticate_session,
        "reauthenticate_session",
        "Confirm the password again",
        "Everybody who has signed in may. Sensitive acts ask for a password given within the last 15 minutes.",
    );
    let _ = auth(routes, "/v1/auth/logout", &[]).post(
        handlers::end_session,
        "end_session",
        "Sign out on this device",
        "Everybody who has signed in may. The session ends at once, with all its tokens.",
    );
    let _ = auth(routes, "/v1/auth/sessions", &[Code::PermissionDenied]).get(
        handlers::list_sessions,
        "list_sessions",
        "List where I am signed in",
        "Everybody who has signed in may. Lists the caller's own live sessions, the one used last first.",
    );
    let _ = auth(routes, "/v1/auth/sessions/{session_id}", &[Code::PermissionDenied]).delete(
        handlers::delete_session,
        "delete_session",
        "Sign out on another device",
        "Everybody who has signed in may, for their own sessions. It ends at once, with all its tokens.",
    );
    let _ = auth(routes, "/v1/auth/password/change", &[Code::CredentialsInvalid]).post(
        handlers::change_password,
        "change_password",
        "Change my password",
        "Everybody who has signed in may. The other sessions of the account end; this one goes on. Until a password \
         made by the service has been changed, everything but this, signing out and `GET /v1/me` answers 403.",
    );
}
