//! Which pages of browsers may call, and what they may see of a reply.

use actix_cors::Cors;
use actix_web::http::header;

use crate::config::Settings;

const EXPOSED: [&str; 12] = [
    "Content-Disposition",
    "ETag",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Request-Id",
    "Retry-After",
    "Deprecation",
    "Sunset",
    "Idempotency-Replayed",
    "Content-Language",
];

/// The rules of the settings: no credentials, the listed origins alone.
pub(crate) fn cors(settings: &Settings) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PATCH", "DELETE"])
        .allowed_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            header::ACCEPT_LANGUAGE,
            header::HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers(EXPOSED)
        .block_on_origin_mismatch(false);
    settings.allowed_origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}
