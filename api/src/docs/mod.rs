//! The contract as a document, a page to read and try it, and pages that explain problem codes. All files are inside
//! the binary; nothing is loaded from elsewhere. None of this is an operation of the contract.

mod handlers;
mod messages;

use actix_web::{
    HttpRequest, Resource,
    guard::{Any, Get, Head},
    http::header,
    web,
};

use crate::{
    error::{Code, Error},
    http::problem,
};

/// Registers the document, the page and the explanations.
pub fn register(config: &mut web::ServiceConfig) {
    let reads = || web::route().guard(Any(Get()).or(Head()));
    let resources = [
        web::resource("/v1/openapi.json").route(reads().to(handlers::document)),
        web::resource(["/docs", "/docs/"]).route(reads().to(handlers::page)),
        web::resource("/docs/{file}").route(reads().to(handlers::file)),
        web::resource("/problems/{code}").route(reads().to(handlers::explanation)),
    ];
    for resource in resources {
        config.service(readable(resource));
    }
}

/// Refuses other methods than reading.
fn readable(resource: Resource) -> Resource {
    resource.default_service(web::to(|request: HttpRequest| async move {
        let mut response = problem::respond(&Error::Refused(Code::MethodNotAllowed), &request);
        response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("GET, HEAD"));
        response
    }))
}
