//! One request, from the route that was found to the response.

use std::{net::IpAddr, time::Duration};

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse, Route,
    guard::{self, Guard},
    http::{Method, header},
    web,
};

use super::Handler;
use crate::{
    access::{Permission, Requirement},
    app::Service,
    error::{Code, Error},
    http::{Call, Served, problem},
};

/// The longest a request may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Lets in one method; HEAD comes in with GET.
pub(super) struct MethodIs(pub Method);

impl Guard for MethodIs {
    fn check(&self, context: &guard::GuardContext<'_>) -> bool {
        let sent = &context.head().method;
        *sent == self.0 || (self.0 == Method::GET && *sent == Method::HEAD)
    }
}

/// What the paths of a collection begin with: `/v1/areas`.
pub(super) fn collection_of(path: &'static str) -> &'static str {
    let end = path.match_indices('/').nth(2).map_or(path.len(), |(at, _)| at);
    path.get(..end).unwrap_or(path)
}

/// Runs a handler within the time limit and answers whatever comes of it.
pub(super) async fn run<H: Handler<A>, A>(
    handler: &H,
    request: HttpRequest,
    payload: web::Payload,
    served: Served,
) -> HttpResponse {
    let address = request.extensions().get::<IpAddr>().copied();
    let call = Call::begin(&request, served, address);
    request.extensions_mut().insert(served.caching);
    let answered = tokio::time::timeout(TIME_LIMIT, handler.serve(&request, payload)).await;
    let error = match answered {
        Ok(Ok(response)) => return small_as_is(response),
        Ok(Err(error)) => error,
        Err(_) => Error::Refused(Code::RequestTimeout),
    };
    if let Error::Forbidden(code, _) = &error
        && let Ok(service) = Service::of(&request)
    {
        service.journal_refusal(&request, &call, permission(H::REQUIREMENT), *code).await;
    }
    problem::respond(&error, &request)
}

const fn permission(requirement: Requirement) -> Option<Permission> {
    match requirement {
        Requirement::Permission(permission) => Some(permission),
        Requirement::Authenticated | Requirement::Public => None,
    }
}

/// Compressing a kilobyte costs more than it saves: such bodies are marked as they are, for the compressor.
fn small_as_is(mut response: HttpResponse) -> HttpResponse {
    use actix_web::body::{BodySize, MessageBody};
    const SMALL: u64 = 1024;
    if matches!(response.body().size(), BodySize::Sized(size) if size < SMALL) {
        response.headers_mut().insert(header::CONTENT_ENCODING, header::HeaderValue::from_static("identity"));
    }
    response
}

/// Answers requests with a method that the path does not have.
pub(super) fn method_not_allowed(methods: &[Method]) -> Route {
    let mut allowed: Vec<&str> = methods.iter().map(Method::as_str).collect();
    if methods.contains(&Method::GET) {
        allowed.push("HEAD");
    }
    let allowed = allowed.join(", ");
    web::to(move |request: HttpRequest| {
        let mut response = problem::respond(&Error::Refused(Code::MethodNotAllowed), &request);
        if let Ok(value) = header::HeaderValue::from_str(&allowed) {
            response.headers_mut().insert(header::ALLOW, value);
        }
        async move { response }
    })
}
