//! One page of a list of money, with the sum of the whole list.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::reply::{Answer, linked, serialise};
use crate::store::Paged;

/// 200: one page of a list of money.
#[derive(Debug)]
pub struct Summed<T> {
    /// The page.
    pub page: Paged<T>,
    /// The sum of all items of the list, in đồng, when their number was asked for.
    pub sum_vnd: Option<i64>,
}

/// One page of a list of money.
#[derive(Debug, Serialize, ToSchema)]
pub struct SummedBody<T: ToSchema> {
    /// The items.
    #[schema(max_items = 200)]
    pub data: Vec<T>,
    /// Where the page stands in the list.
    pub page: SummedInfo,
}

/// Where a page stands in its list of money.
#[derive(Debug, Serialize, ToSchema)]
pub struct SummedInfo {
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
    /// What all of them make, with `include_total=true`.
    #[schema(maximum = 9_000_000_000_000_000_i64, example = json!(null))]
    pub sum_vnd: Option<i64>,
}

impl<T: Serialize + ToSchema> Answer for Summed<T> {
    fn answer(self, request: &HttpRequest) -> HttpResponse {
        let Self { page: Paged { items, limit, next_cursor, total }, sum_vnd } = self;
        let cursor = next_cursor.clone();
        let page = SummedInfo { limit, has_more: cursor.is_some(), next_cursor, total, sum_vnd };
        let body = SummedBody { data: items, page };
        linked(serialise(StatusCode::OK, &body, request), request, cursor.as_deref())
    }
}
