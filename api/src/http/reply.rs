//! The replies an operation can give; each documents itself (`routes::describe`).

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::revision::{etag_of, is_known};
use crate::store::{Paged, Resource, Written};

/// An answer that can be sent.
pub trait Answer {
    /// The response.
    fn answer(self, request: &HttpRequest) -> HttpResponse;
}

/// 201: a resource was made.
#[derive(Debug)]
pub struct Created<T>(pub Written<T>);

/// 200: one resource, read or changed.
#[derive(Debug)]
pub enum Found<T> {
    /// Read.
    Read(T),
    /// Changed.
    Changed(Written<T>),
}

/// 200: a computed document without a revision (reports, look-ups, tokens).
#[derive(Debug)]
pub struct Computed<T>(pub T);

/// 200: many things were asked for at once; what became of each.
#[derive(Debug)]
pub struct Outcomes<T>(pub Written<T>);

/// 204: it is done and there is nothing to show.
#[derive(Debug)]
pub struct NoContent(pub Option<Written<()>>);

/// 200: one page of a list.
#[derive(Debug)]
pub struct Page<T>(pub Paged<T>);

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageBody<T: ToSchema> {
    /// The items.
    #[schema(max_items = 200)]
    pub data: Vec<T>,
    /// Where the page stands in the list.
    pub page: PageInfo,
}

/// Where a page stands in its list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageInfo {
    /// How many items were asked for.
    #[schema(minimum = 1, maximum = 200, example = 50)]
    pub limit: u64,
    /// Whether more follow.
    pub has_more: bool,
    /// The `cursor` of the next page; opaque.
    #[schema(max_length = 2000, example = json!(null))]
    pub next_cursor: Option<String>,
    /// How many there are in all, with `include_total=true`.
    #[schema(minimum = 0, example = json!(null))]
    pub total: Option<u64>,
}

fn json(status: StatusCode, body: Vec<u8>) -> HttpResponse {
    HttpResponse::build(status).content_type(super::body::JSON).body(body)
}

pub(super) fn serialise(status: StatusCode, value: &impl Serialize, request: &HttpRequest) -> HttpResponse {
    match serde_json::to_vec(value) {
        Ok(body) => json(status, body),
        Err(fault) => super::problem::respond(&crate::error::Error::internal(fault), request),
    }
}

fn insert(response: &mut HttpResponse, name: header::HeaderName, value: &str) {
    if let Ok(value) = header::HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn written<T>(written: Written<T>) -> HttpResponse {
    let reply = written.reply;
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    let mut response = match status {
        StatusCode::NO_CONTENT => HttpResponse::new(status),
        _ => json(status, reply.body),
    };
    if let Some(location) = &reply.location {
        insert(&mut response, header::LOCATION, location);
    }
    if let Some(etag) = &reply.etag {
        insert(&mut response, header::ETAG, etag);
    }
    if reply.replayed {
        insert(&mut response, header::HeaderName::from_static("idempotency-replayed"), "true");
    }
    response
}

impl<T> Answer for Created<T> {
    fn answer(self, _: &HttpRequest) -> HttpResponse {
        written(self.0)
    }
}

impl<T: Resource> Answer for Found<T> {
    fn answer(self, request: &HttpRequest) -> HttpResponse {
        match self {
            Self::Changed(change) => written(change),
            Self::Read(value) => {
                let etag = etag_of(value.version());
                let mut response = if value.is_told_by_revision() && is_known(request, &etag) {
                    HttpResponse::NotModified().finish()
                } else {
                    serialise(StatusCode::OK, &value, request)
                };
                insert(&mut response, header::ETAG, &etag);
                response
            }
        }
    }
}

impl<T: Serialize> Answer for Computed<T> {
    fn answer(self, request: &HttpRequest) -> HttpResponse {
        serialise(StatusCode::OK, &self.0, request)
    }
}

impl<T: Serialize> Answer for Outcomes<T> {
    fn answer(self, _: &HttpRequest) -> HttpResponse {
        written(self.0)
    }
}

impl Answer for NoContent {
    fn answer(self, _: &HttpRequest) -> HttpResponse {
        self.0.map_or_else(|| HttpResponse::NoContent().finish(), written)
    }
}

impl<T: Serialize + ToSchema> Answer for Page<T> {
    fn answer(self, request: &HttpRequest) -> HttpResponse {
        let Paged { items, limit, next_cursor, total } = self.0;
        let cursor = next_cursor.clone();
        let page = PageInfo { limit, has_more: cursor.is_some(), next_cursor, total };
        let response = serialise(StatusCode::OK, &PageBody { data: items, page }, request);
        linked(response, request, cursor.as_deref())
    }
}

/// A page with the address of the next one, if there is one.
pub(super) fn linked(
    mut response: HttpResponse,
    request: &HttpRequest,
    cursor: Option<&str>,
) -> HttpResponse {
    if let Some(cursor) = cursor {
        let link = next_link(request, cursor);
        insert(&mut response, header::LINK, &format!("<{link}>; rel=\"next\""));
    }
    response
}

/// The address of the next page: the same query with the new cursor.
fn next_link(request: &HttpRequest, cursor: &str) -> String {
    let kept =
        request.query_string().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
    let query: Vec<String> = kept.map(str::to_owned).chain([format!("cursor={cursor}")]).collect();
    format!("{}?{}", request.path(), query.join("&"))
}
