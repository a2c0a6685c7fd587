//! The OpenAPI document, made from the table and from nothing else.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Operation, draft::Content, examples, refusals, table::Tag};
use crate::{
    access::{ClientScope, Requirement, Role, allows, is_scope, keys_may, roles_of},
    http::{OAuthError, Problem},
    values::schema::{inline_plain, limit_words, shorten_nullable},
};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const DESCRIPTION: &str = "Manages and monitors farmer groups, their members and what becomes of them, for the \
provincial Farmers' Union, its partners and its donors. Every figure opens to the records behind it. Sign in with \
`POST /v1/auth/login`; `GET /v1/me` tells what you may do. Systems take tokens at `POST /oauth/token`, or send a key of `/v1/api-keys` to read what is published. Errors are RFC 9457 problem documents with a stable `code`, those below `/oauth/` RFC 6749's.";

/// The whole document, canonical: the same table gives the same bytes.
#[must_use]
pub fn document(operations: &[Operation]) -> Value {
    let mut schemas: BTreeMap<String, Value> = BTreeMap::new();
    let mut problem = super::Draft::default();
    problem.schema::<Problem>();
    problem.schema::<OAuthError>();
    schemas.extend(problem.schemas);
    for operation in operations {
        schemas.extend(operation.draft.schemas.clone());
    }
    let mut tags: Vec<Tag> = Vec::new();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations {
        if !tags.contains(&operation.tag) {
            tags.push(operation.tag);
        }
        let item = paths.entry(operation.path).or_insert_with(|| json!({}));
        if let Value::Object(item) = item {
            item.insert(
                operation.method.as_str().to_ascii_lowercase(),
                describe(operation, &schemas, operations),
            );
        }
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Farmers' Union API", "version": VERSION, "description": DESCRIPTION,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/", "description": "production, or wherever this document is served from", "x-internal": false }],
        "security": [{ "bearerAuth": [] }],
        "tags": tags.iter().map(|tag| json!({ "name": tag.name, "description": tag.description })).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": schemas, "headers": headers(), "examples": refusals::problems(operations),
            "responses": refusals::responses(operations),
            "securitySchemes": security_schemes(operations),
        },
    });
    inline_plain(&mut document);
    shorten_nullable(&mut document);
    limit_words(&mut document);
    document
}

fn security_schemes(operations: &[Operation]) -> Value {
    json!({
        "bearerAuth": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "An access token of `POST /v1/auth/login` (RFC 9068, verified per RFC8725), valid for ten minutes.",
        },
        "clientCredentials": {
            "type": "oauth2",
            "description": "An access token of `POST /oauth/token` (RFC 9068, verified per RFC8725), valid for ten minutes, for the machine clients of `/v1/api-clients`. They get what their scopes and their role both allow.",
            "flows": { "clientCredentials": { "tokenUrl": "/oauth/token", "scopes": scopes(operations) } },
        },
        "apiKey": {
            "type": "apiKey", "in": "header", "name": "X-API-Key",
            "description": "A key of `POST /v1/api-keys`, for systems that read published figures. It lasts 180 days at most and counts from listed addresses; beside a bearer token it is refused with 400.",
        },
    })
}

/// The scopes of machine clients, each with what it opens.
fn scopes(operations: &[Operation]) -> Value {
    let described = |scope: ClientScope| {
        let needed = Requirement::Permission(scope.permission());
        let opened = operations.iter().filter(|operation| operation.requirement == needed);
        let words = opened.map(|operation| operation.summary).collect::<Vec<_>>().join("; ");
        (scope.permission().wire().to_owned(), json!(words))
    };
    ClientScope::all().into_iter().map(described).collect::<Map<_, _>>().into()
}

/// Who can call an operation: anybody, people who have signed in, machine clients with its scope, and their keys.
fn security(requirement: Requirement) -> Option<Value> {
    match requirement {
        Requirement::Public => Some(json!([{}])),
        Requirement::Permission(permission) if allows(permission, Role::Anonymous) => {
            Some(json!([{ "bearerAuth": [] }, {}]))
        }
        Requirement::Permission(permission) if is_scope(permission) => {
            let mut ways =
                vec![json!({ "bearerAuth": [] }), json!({ "clientCredentials": [permission.wire()] })];
            ways.extend(keys_may(permission).then(|| json!({ "apiKey": [] })));
            Some(ways.into())
        }
        Requirement::Permission(_) | Requirement::Authenticated => None,
    }
}

fn header(description: &str, example: &str) -> Value {
    json!({ "description": description, "schema": { "type": "string", "maxLength": 2000 }, "example": example })
}

fn headers() -> Value {
    json!({
        "ETag": header("The revision, for If-Match and If-None-Match.", "\"v1\""),
        "Content-Disposition": header("The name to keep the file under (RFC 8187).", "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o.pdf"),
        "Location": header("Where the new resource lives.", "/v1/farmer-groups/0199d0a2-8f3a-7c11-9b1e-000000000001"),
        "Link": header("The next page.", "</v1/areas?cursor=AAAA>; rel=\"next\""),
        "Idempotency-Replayed": header("`true` when an earlier request with the same key did the work.", "true"),
        "Request-Id": header("The number of the request in the logs of the service.", "0199d0a2-8f3a-7c11-9b1e-000000000002"),
        "RateLimit-Policy": header("The limit that counts this request.", "\"default\";q=600;w=60"),
        "RateLimit": header("What is left of it.", "\"default\";r=599;t=60"),
        "Retry-After": header("Seconds to wait before trying again.", "2"),
        "Allow": header("The methods this path has.", "GET, HEAD"),
        "WWW-Authenticate": header("How to sign in, and what is wrong with the token (RFC 6750, RFC 9470).", "Bearer error=\"invalid_token\""),
        "Content-Language": header("The language of `title` and `detail`.", "vi"),
    })
}

pub(super) fn header_refs(names: &[&str]) -> Value {
    names
        .iter()
        .map(|name| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{name}") })))
        .collect::<Map<_, _>>()
        .into()
}

fn describe(operation: &Operation, schemas: &BTreeMap<String, Value>, all: &[Operation]) -> Value {
    let mut description = operation.description.to_owned();
    if let Requirement::Permission(permission) = operation.requirement {
        let roles: Vec<_> = roles_of(permission).into_iter().filter(|role| *role != "system").collect();
        description.push_str(&format!(" Needs `{}`, held by: {}.", permission.wire(), roles.join(", ")));
    }
    let mut value = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "description": description,
        "tags": [operation.tag.name],
        "x-required-permission": operation.requirement.wire(),
    });
    let Value::Object(members) = &mut value else { return value };
    if let Some(security) = security(operation.requirement) {
        members.insert("security".to_owned(), security);
    }
    if let Some(reason) = operation.exempt {
        members.insert("x-idempotency-exempt".to_owned(), json!(reason));
    }
    if let Some(reason) = operation.unversioned {
        members.insert("x-unversioned".to_owned(), json!(reason));
    }
    if !operation.draft.parameters.is_empty() {
        members.insert("parameters".to_owned(), json!(operation.draft.parameters));
    }
    if !operation.draft.body.is_empty() {
        let content = contents(&operation.draft.body, schemas);
        members.insert("requestBody".to_owned(), json!({ "required": true, "content": content }));
    }
    members.insert("responses".to_owned(), responses(operation, schemas, all));
    value
}

/// A body with an example for each media type.
fn contents(content: &Content, schemas: &BTreeMap<String, Value>) -> Value {
    let one = |(media_type, schema): &(&'static str, Value)| {
        let described = json!({ "schema": schema, "example": examples::of(schema, schemas) });
        ((*media_type).to_owned(), described)
    };
    content.iter().map(one).collect::<Map<_, _>>().into()
}

fn responses(operation: &Operation, schemas: &BTreeMap<String, Value>, all: &[Operation]) -> Value {
    let mut responses: BTreeMap<u16, Value> = BTreeMap::new();
    for (status, reply) in &operation.draft.replies {
        let mut names = reply.headers.clone();
        names.extend(["Request-Id", "RateLimit-Policy", "RateLimit"]);
        let mut response = json!({ "description": reply.description, "headers": header_refs(&names) });
        if let (false, Value::Object(members)) = (reply.content.is_empty(), &mut response) {
            members.insert("content".to_owned(), contents(&reply.content, schemas));
            if let Some(links) = links(operation, all) {
                members.insert("links".to_owned(), links);
            }
        }
        responses.insert(*status, response);
    }
    responses.extend(refusals::of(operation));
    responses
        .into_iter()
        .map(|(status, response)| (status.to_string(), response))
        .collect::<Map<_, _>>()
        .into()
}

/// Links from making or reading an item to the operations on it.
fn links(operation: &Operation, all: &[Operation]) -> Option<Value> {
    let (is_create, is_get) = (operation.id.starts_with("create_"), operation.id.starts_with("get_"));
    let item = all.iter().find(|other| {
        other.id.starts_with("get_")
            && if is_create {
                other.path.strip_prefix(operation.path).is_some_and(is_one_id)
            } else {
                other.path == operation.path
            }
    })?;
    if !(is_create || is_get) || item.draft.path_parameters.len() != 1 {
        return None;
    }
    let parameter = item.draft.path_parameters.first()?;
    let on_item = all.iter().filter(|other| {
        other.id != operation.id
            && (other.path == item.path || other.path.starts_with(&format!("{}/", item.path)))
            && other.draft.path_parameters.len() == 1
    });
    let links: Map<String, Value> = on_item
        .map(|other| {
            let mut parameters = json!({ parameter: "$response.body#/id" });
            let revised =
                other.draft.parameters.iter().any(|p| p.get("name").is_some_and(|name| name == "If-Match"));
            if let (true, Value::Object(members)) = (revised, &mut parameters) {
                members.insert("If-Match".to_owned(), json!("$response.body#/etag"));
            }
            (other.id.to_owned(), json!({ "operationId": other.id, "parameters": parameters }))
        })
        .collect();
    (!links.is_empty()).then_some(links.into())
}

fn is_one_id(rest: &str) -> bool {
    rest.starts_with("/{") && rest.matches('/').count() == 1
}
