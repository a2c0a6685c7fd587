//! How arguments and replies document themselves.

use actix_web::{HttpRequest, web};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema, openapi::path::ParameterIn};
use validator::Validate;

use super::draft::{Draft, Input, Output};
use crate::{
    error::{Code, Error},
    http::{
        Call, Computed, Created, Filter, Found, Json, List, MergePatch, NoContent, OptionalKey, Outcomes,
        Page, PageBody, Path, PathIds, Query, Revision, Summed, SummedBody,
    },
    store::Resource,
    values::Commaed,
};

/// What every body that is checked against a schema can be refused with.
pub(super) const BODY_CODES: [Code; 4] =
    [Code::MalformedRequest, Code::PayloadTooLarge, Code::UnsupportedMediaType, Code::ValidationFailed];

impl<T: DeserializeOwned + Validate + ToSchema + 'static, const LIMIT: usize> Input for Json<T, LIMIT> {
    fn describe(draft: &mut Draft) {
        let schema = draft.schema::<T>();
        draft.body = vec![(crate::http::JSON, schema)];
        draft.refuses(&BODY_CODES);
    }

    async fn take(request: &HttpRequest, payload: &mut Option<web::Payload>) -> Result<Self, Error> {
        Self::take(request, once(payload)?).await
    }
}

impl<T: DeserializeOwned + Validate + ToSchema + 'static> Input for MergePatch<T> {
    fn describe(draft: &mut Draft) {
        let schema = draft.schema::<T>();
        draft.body = vec![(crate::http::MERGE_PATCH, schema)];
        draft.refuses(&BODY_CODES);
    }

    async fn take(request: &HttpRequest, payload: &mut Option<web::Payload>) -> Result<Self, Error> {
        Self::take(request, once(payload)?).await
    }
}

pub(super) fn once(payload: &mut Option<web::Payload>) -> Result<web::Payload, Error> {
    payload.take().ok_or_else(|| Error::internal("a handler takes one body"))
}

impl<I: PathIds + 'static> Input for Path<I> {
    fn describe(draft: &mut Draft) {
        for (name, schema) in draft.path_parameters.clone().into_iter().zip(I::schemas()) {
            let description = match name.strip_suffix("_n") {
                Some(part) => format!("The number of the {}.", part.replace('_', " ")),
                None => format!("The id of the {}.", name.trim_end_matches("_id").replace('_', " ")),
            };
            draft.parameter(json!({
                "name": name, "in": "path", "required": true, "description": description, "schema": schema,
            }));
        }
        draft.refuses(&[Code::NotFound, Code::InvalidParameter]);
    }

    async fn take(request: &HttpRequest, _: &mut Option<web::Payload>) -> Result<Self, Error> {
        Self::take(request)
    }
}

impl Input for Revision {
    fn describe(draft: &mut Draft) {
        let schema =
            json!({ "type": "string", "pattern": "^\"v[0-9]+\"$", "maxLength": 40, "example": "\"v1\"" });
        draft.header(
            "If-Match",
            true,
            "The ETag of the revision you read. Without it: 428; stale: 412.",
            &schema,
        );
        draft.refuses(&[Code::PreconditionRequired, Code::PreconditionFailed]);
    }

    async fn take(request: &HttpRequest, _: &mut Option<web::Payload>) -> Result<Self, Error> {
        Ok(Self::take(request))
    }
}

impl Input for OptionalKey {
    fn describe(draft: &mut Draft) {
        let words =
            "A UUID of your own. Sent again with the same body after a lost reply, it gives the same answer.";
        draft.header("Idempotency-Key", false, words, &key_schema());
        draft.refuses(&[Code::IdempotencyKeyInvalid]);
    }

    async fn take(request: &HttpRequest, _: &mut Option<web::Payload>) -> Result<Self, Error> {
        Call::of(request)?.optional_key().map(Self)
    }
}

fn key_schema() -> Value {
    json!({ "type": "string", "format": "uuid", "maxLength": 38 })
}

/// The declared parameters of a query, as OpenAPI objects; comma lists are written `style: form, explode: false`.
fn query_parameters<Q: IntoParams>(draft: &mut Draft) {
    for parameter in Q::into_params(|| Some(ParameterIn::Query)) {
        let Ok(mut value) = serde_json::to_value(parameter) else { continue };
        if let Some(schema) = value.get_mut("schema") {
            never_null(schema);
        }
        if value.pointer("/schema/type").is_some_and(|kind| kind == "array") {
            describe_list(&mut value);
        }
        draft.parameter(value);
    }
    draft.refuses(&[Code::InvalidParameter, Code::UnknownParameter]);
}

/// A parameter is there or not; utoipa calls optional ones nullable.
fn never_null(schema: &mut Value) {
    let is_null = |one: &Value| one.get("type").is_some_and(|kind| kind == "null");
    if let Some(real) =
        schema.get("oneOf").and_then(Value::as_array).and_then(|all| all.iter().find(|one| !is_null(one)))
    {
        *schema = real.clone();
    }
    if let Some(Value::Array(kinds)) = schema.get("type")
        && let Some(kind) = kinds.iter().find(|kind| *kind != "null").cloned()
        && let Value::Object(members) = schema
    {
        members.insert("type".to_owned(), kind);
    }
}

/// Several values with commas between them, within the limits of `Commaed`.
fn describe_list(parameter: &mut Value) {
    if let Value::Object(members) = parameter {
        members.insert("style".to_owned(), json!("form"));
        members.insert("explode".to_owned(), json!(false));
    }
    if let Some(Value::Object(schema)) = parameter.get_mut("schema") {
        schema.extend(Commaed::<String>::limits());
    }
}

impl<Q: DeserializeOwned + IntoParams + 'static> Input for Query<Q> {
    const READS_QUERY: bool = true;

    fn describe(draft: &mut Draft) {
        query_parameters::<Q>(draft);
    }

    async fn take(request: &HttpRequest, _: &mut Option<web::Payload>) -> Result<Self, Error> {
        Self::take(request)
    }
}

impl<F: Filter> Input for List<F> {
    const READS_QUERY: bool = true;

    fn describe(draft: &mut Draft) {
        query_parameters::<F>(draft);
        let default = F::SORTS.first().copied().unwrap_or("id");
        let parameters = [
            (
                "limit",
                "How many items to return.",
                json!({ "type": "integer", "format": "int32", "minimum": 1, "maximum": 200, "default": 50 }),
            ),
            (
                "cursor",
                "The `next_cursor` of the page before; bound to filters and sort.",
                json!({ "type": "string", "maxLength": 2000 }),
            ),
            (
                "sort",
                "The order; a leading `-` means the largest first. Ties are broken by id.",
                json!({ "type": "string", "enum": F::SORTS, "default": default }),
            ),
            ("include_total", "Count all rows too.", json!({ "type": "boolean", "default": false })),
        ];
        for (name, description, schema) in parameters {
            draft.parameter(json!({
                "name": name, "in": "query", "required": false, "description": description, "schema": schema,
            }));
        }
        draft.refuses(&[Code::InvalidCursor]);
    }

    async fn take(request: &HttpRequest, _: &mut Option<web::Payload>) -> Result<Self, Error> {
        Self::take(request)
    }
}

/// What every write can refuse with, and its key.
fn describe_write(draft: &mut Draft) {
    draft.is_write = true;
    // Rows that a body names but the caller does not reach do not exist either.
    draft.refuses(&[
        Code::NotFound,
        Code::IdempotencyKeyInvalid,
        Code::IdempotencyKeyReused,
        Code::IdempotencyInProgress,
        Code::StateConflict,
        Code::ResourceErased,
        Code::ValidationFailed,
    ]);
}

impl<T: Serialize + ToSchema> Output for Created<T> {
    fn describe(draft: &mut Draft) {
        let schema = draft.schema::<T>();
        draft.reply(201, "Created.", Some(schema), &["Location", "ETag", "Idempotency-Replayed"]);
        draft.refuses(&[Code::IdConflict, Code::Duplicate]);
        describe_write(draft);
    }
}

impl<T: Resource + ToSchema> Output for Found<T> {
    fn describe(draft: &mut Draft) {
        let schema = draft.schema::<T>();
        draft.reply(200, "The resource as it is now.", Some(schema), &["ETag"]);
    }
}

impl<T: Serialize + ToSchema> Output for Computed<T> {
    fn describe(draft: &mut Draft) {
        let schema = draft.schema::<T>();
        draft.reply(200, "The document.", Some(schema), &[]);
    }
}

impl<T: Serialize + ToSchema> Output for Outcomes<T> {
    fn describe(draft: &mut Draft) {
        let schema = draft.schema::<T>();
        draft.reply(200, "What became of each.", Some(schema), &["Idempotency-Replayed"]);
    }
}

impl Output for NoContent {
    fn describe(draft: &mut Draft) {
        draft.reply(204, "Done; there is nothing to show.", None, &[]);
    }
}

impl<T: Serialize + ToSchema> Output for Page<T> {
    fn describe(draft: &mut Draft) {
        // The derived schema of a generic type brings along neither the schema nor the name of its parameter.
        draft.schema::<T>();
        let schema = draft.schema_named::<PageBody<T>>(&format!("{}Page", T::name()));
        draft.reply(200, "One page of the list.", Some(schema), &["Link"]);
    }
}

impl<T: Serialize + ToSchema> Output for Summed<T> {
    fn describe(draft: &mut Draft) {
        draft.schema::<T>();
        let schema = draft.schema_named::<SummedBody<T>>(&format!("{}Page", T::name()));
        draft.reply(200, "One page of the list, with the sum of all.", Some(schema), &["Link"]);
    }
}

/// The reason for being late, and what a wrong one answers.
pub(super) fn describe_late(draft: &mut Draft) {
    draft.parameter(crate::http::late_reason());
    draft.refuses(&[Code::InvalidParameter, Code::UnknownParameter, Code::ValidationFailed]);
}

/// Changes reply like reads but can conflict, and may carry a key.
pub(super) fn describe_method(draft: &mut Draft, method: &actix_web::http::Method, exempt: bool) {
    use actix_web::http::Method;
    if *method == Method::GET {
        if let Some(reply) = draft.replies.get_mut(&200)
            && reply.headers.contains(&"ETag")
        {
            draft.reply(304, "You have this revision already.", None, &["ETag"]);
            let schema = json!({ "type": "string", "maxLength": 200 });
            draft.header(
                "If-None-Match",
                false,
                "The ETag you have: answers 304 when it is still the same.",
                &schema,
            );
        }
        return;
    }
    if exempt {
        return;
    }
    describe_write(draft);
    let required = *method == Method::POST;
    if required {
        draft.refuses(&[Code::IdempotencyKeyRequired]);
    }
    let words = "A UUID of your own. The same key and body give the same answer again, for 30 days.";
    draft.header("Idempotency-Key", required, words, &key_schema());
}
