//! Around every request: its number, size limits, the token's signature or whose key it is, the quota, headers, log line, metrics.

use std::{borrow::Cow, net::IpAddr, sync::Arc, time::Instant};

use actix_web::{
    Error as ActixError, HttpMessage,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
};
use uuid::Uuid;

use super::{
    call::{Caching, Call, RequestId},
    forwarded,
    limits::{Left, Policy},
    problem,
};
use crate::{
    access::{Bearer, read_bearer, read_key},
    app::Service,
    error::{Code, Error},
};

const LONGEST_URI: usize = 4096;
const LARGEST_HEADERS: usize = 16 * 1024;
/// Paths that are not counted: probes and the files of the docs page.
const UNCOUNTED: [&str; 4] = ["/livez", "/readyz", "/docs", "/v1/openapi.json"];
/// Paths of figures for everybody: reading them has a quota of its own (api-conventions §11).
const PUBLISHED: &str = "/v1/publications";

/// The middleware; see the module.
///
/// # Errors
/// Only those of actix itself, which has made a response of them.
pub async fn envelope(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let started = Instant::now();
    let request_id = Uuid::now_v7();
    request.extensions_mut().insert(RequestId(request_id));
    let service = Service::of(request.request())
        .map_err(|_| actix_web::error::ErrorInternalServerError("no service"))?;
    let mut quota = None;
    let admitted = admit(&request, &service, &mut quota).await;
    let mut response = match admitted {
        Ok(()) => {
            let response = next.call(request).await?.map_into_boxed_body();
            match problem::stray(response.response()) {
                Some(error) => {
                    let reply = problem::respond(&error, response.request());
                    response.into_response(reply)
                }
                None => response,
            }
        }
        Err(error) => {
            let reply = problem::respond(&error, request.request());
            request.into_response(reply)
        }
    };
    if response.status() == StatusCode::NOT_MODIFIED
        && let Some((left, who)) = &quota
    {
        service.limits().give_back(left.policy, who);
    }
    let caching = response.request().extensions().get::<Caching>().copied().unwrap_or_default();
    decorate(response.headers_mut(), request_id, quota.as_ref().map(|(left, _)| left), caching);
    observe(&response, request_id, started);
    Ok(response)
}

async fn admit(
    request: &ServiceRequest,
    service: &Service,
    quota: &mut Option<(Left, String)>,
) -> Result<(), Error> {
    if request.uri().path_and_query().map_or(0, |path| path.as_str().len()) > LONGEST_URI {
        return Err(Error::Refused(Code::UriTooLong));
    }
    if request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum::<usize>()
        > LARGEST_HEADERS
    {
        return Err(Error::Refused(Code::HeaderFieldsTooLarge));
    }
    let trusts = |address| service.trusts_proxy(address);
    let address = request.peer_addr().map(|peer| forwarded::client(peer.ip(), request.headers(), trusts));
    if let Some(address) = address {
        request.extensions_mut().insert(address);
    }
    if UNCOUNTED.iter().any(|path| request.path().starts_with(path)) {
        return Ok(());
    }
    let bearer = match read_key(request.headers(), service, address).await? {
        Some(bearer) => bearer,
        None => read_bearer(request.headers(), service),
    };
    let known = if request.method().is_safe() && request.path().starts_with(PUBLISHED) {
        service.publications_policy()
    } else {
        service.default_policy()
    };
    let (policy, who) = counted_under(&bearer, (known, service.anonymous_policy()), address);
    let left = service.limits().take(policy, &who, service.clock().now())?;
    *quota = Some((left, who));
    request.extensions_mut().insert(bearer);
    Ok(())
}

/// The quota of a request, that of somebody known or of a stranger, and the name under which it is counted.
fn counted_under(
    bearer: &Bearer,
    (known, strange): (Policy, Policy),
    address: Option<IpAddr>,
) -> (Policy, String) {
    match bearer {
        Bearer::Valid(claims) if claims.is_of_machine() => (known, format!("client:{}", claims.sub)),
        Bearer::Valid(claims) => (known, claims.sub.to_string()),
        Bearer::Key(Ok(holder)) if holder.is_in_place => (known, holder.caller.name()),
        Bearer::Key(Err((_, who))) => (strange, who.clone()),
        Bearer::Key(Ok(_)) | Bearer::Absent | Bearer::Twofold | Bearer::Refused(_) => {
            (strange, address.map_or_else(String::new, |address| address.to_string()))
        }
    }
}

fn decorate(headers: &mut HeaderMap, request_id: Uuid, left: Option<&Left>, caching: Caching) {
    let fixed: [(HeaderName, &str); 3] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let value = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching.header()));
    }
    // Asked for by RFC 6749, section 5.1, and what caches of old understand.
    if headers.get(header::CACHE_CONTROL).is_some_and(|value| value == "no-store") {
        headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    }
    if headers.get(header::CONTENT_ENCODING).is_some_and(|value| value == "identity") {
        headers.remove(header::CONTENT_ENCODING);
    }
    let has_limit = headers.contains_key("ratelimit");
    let mut put = |name: &'static str, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    put("request-id", request_id.to_string());
    if let Some(left) = left.filter(|_| !has_limit) {
        put("ratelimit-policy", left.policy.header());
        put("ratelimit", left.header());
    }
}

/// One line per request: no query, no body, no name, no address.
fn observe(response: &ServiceResponse<BoxBody>, request_id: Uuid, started: Instant) {
    let request = response.request();
    let served = request.extensions().get::<Arc<Call>>().and_then(|call| call.route);
    let found = || request.match_pattern().map_or(Cow::Borrowed("unmatched"), Cow::Owned);
    let route = served.map_or_else(found, Cow::Borrowed);
    let status = response.status().as_u16();
    let seconds = started.elapsed().as_secs_f64();
    let method = request.method().as_str();
    tracing::info!(%request_id, method, route = &*route, status, milliseconds = seconds * 1000.0, "answered");
    let (method, status) = (Cow::Owned(method.to_owned()), Cow::Owned(status.to_string()));
    let labels = [("method", method), ("route", route), ("status", status)];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", &labels).record(seconds);
}
