//! Holds every reply of the suite against the contract, and every successful write against the journal.

#![expect(clippy::expect_used, clippy::panic, reason = "test support fails loudly")]

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use actix_web::http::Method;
use entity::{journal_entry, journal_pending, journal_seal};
use jsonschema::Validator;
use sea_orm::{
    ColumnTrait as _, DatabaseConnection, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::reply::Reply;

/// The document of the service, made once per process.
pub static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| hoinongdan::routes::document(&hoinongdan::operations::operations()));

/// The components, closed: members that are not declared are faults.
static CLOSED: LazyLock<Value> = LazyLock::new(|| {
    let mut components = json!({ "schemas": DOCUMENT["components"]["schemas"] });
    let parts = parts_of_allof(&components);
    for (name, schema) in components["schemas"].as_object_mut().into_iter().flatten() {
        close(schema, !parts.contains(&format!("#/components/schemas/{name}")));
    }
    components
});

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// Headers that every reply has.
const ALWAYS: [&str; 5] = [
    "x-content-type-options",
    "referrer-policy",
    "strict-transport-security",
    "content-security-policy",
    "cache-control",
];
/// Declared headers that a reply may lack.
const SOMETIMES: [&str; 2] = ["Link", "Idempotency-Replayed"];
/// Paths that are no operations.
const OUTSIDE: [&str; 4] = ["/docs", "/v1/openapi.json", "/problems/", "/metrics"];

/// Fails unless the contract allows the reply.
///
/// # Panics
/// With what is wrong, and the reply.
#[track_caller]
pub fn check(reply: &Reply) {
    if OUTSIDE.iter().any(|path| reply.path.starts_with(path)) {
        return;
    }
    let has = |name: &str| reply.headers.contains_key(name);
    for name in ALWAYS {
        assert!(has(name), "no {name}\n{reply}");
    }
    assert_eq!(reply.header("x-content-type-options").as_deref(), Some("nosniff"), "{reply}");
    let request_id = request_id(reply);
    if reply.status >= 400 {
        let is_oauth = reply.path.starts_with("/oauth/");
        if is_oauth { check_oauth_error(reply) } else { check_problem(reply, request_id) }
    }
    if reply.method == Method::OPTIONS && matches!(reply.status, 200 | 400) {
        return check_preflight(reply);
    }
    let Some(responses) = responses_of(reply) else {
        assert!(matches!(reply.status, 404 | 405 | 413 | 414 | 429 | 431 | 503), "no operation\n{reply}");
        return;
    };
    let declared = resolved(&responses[reply.status.to_string()]);
    assert!(!declared.is_null(), "the contract does not declare this status\n{reply}");
    for name in declared["headers"].as_object().into_iter().flatten().map(|(name, _)| name) {
        let counts = !name.starts_with("RateLimit") || is_counted(&reply.path);
        assert!(has(name) || !counts || SOMETIMES.contains(&name.as_str()), "no {name}\n{reply}");
    }
    // Compressed bodies are the business of the test that asked for them.
    if reply.status < 300 && !has("content-encoding") {
        check_body(reply, declared);
    }
}

/// The answer to a browser that asks whether it may call; a refusal is a problem document like any other.
fn check_preflight(reply: &Reply) {
    let may_call = reply.headers.contains_key("access-control-allow-origin");
    assert_eq!(may_call, reply.status == 200, "{reply}");
    assert!(reply.status != 200 || reply.body.is_empty(), "a body that nobody reads\n{reply}");
}

fn check_body(reply: &Reply, declared: &Value) {
    let Some(content) = declared["content"].as_object() else {
        assert!(reply.body.is_empty(), "a body that is not declared\n{reply}");
        return;
    };
    let media_type = reply.header("content-type").unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default();
    let content = content.get(media_type).unwrap_or_else(|| panic!("{media_type} is not declared\n{reply}"));
    if content["schema"]["format"] == "binary" {
        let disposition = reply.header("content-disposition").unwrap_or_default();
        assert!(
            disposition.starts_with("attachment; ") && !reply.body.is_empty(),
            "a file is shown\n{reply}"
        );
        return;
    }
    fits(&content["schema"], &reply.json, reply);
    if let (Some(etag), Some(member)) = (reply.header("etag"), reply.json["etag"].as_str()) {
        assert_eq!(etag, member, "two ETags\n{reply}");
    }
}

/// Refusals of the OAuth endpoints have the form of RFC 6749, section 5.2, whoever refuses.
fn check_oauth_error(reply: &Reply) {
    assert_eq!(reply.header("content-type").as_deref(), Some("application/json"), "{reply}");
    assert_eq!(reply.header("cache-control").as_deref(), Some("no-store"), "{reply}");
    check_refusal_headers(reply);
    fits(&json!({ "$ref": "#/components/schemas/OAuthError" }), &reply.json, reply);
    let is_allowed = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\');
    let description = reply.json["error_description"].as_str().unwrap_or_default();
    assert!(!description.is_empty() && description.chars().all(is_allowed), "{reply}");
}

fn check_refusal_headers(reply: &Reply) {
    let language = reply.header("content-language");
    assert!(matches!(language.as_deref(), Some("vi" | "en")), "language {language:?}\n{reply}");
    assert!(reply.header("vary").is_some_and(|vary| vary.contains("Accept-Language")), "no Vary\n{reply}");
    let needed = match reply.status {
        401 => Some("www-authenticate"),
        405 => Some("allow"),
        429 => Some("ratelimit"),
        503 => Some("retry-after"),
        _ => None,
    };
    assert!(needed.is_none_or(|name| reply.headers.contains_key(name)), "no {needed:?}\n{reply}");
}

fn check_problem(reply: &Reply, request_id: Uuid) {
    assert_eq!(reply.header("content-type").as_deref(), Some("application/problem+json"), "{reply}");
    check_refusal_headers(reply);
    fits(&json!({ "$ref": "#/components/schemas/Problem" }), &reply.json, reply);
    assert_eq!(reply.json["status"], json!(reply.status), "{reply}");
    assert_eq!(reply.json["request_id"], json!(request_id), "{reply}");
    assert_eq!(reply.json["instance"], json!(format!("urn:uuid:{request_id}")), "{reply}");
    let code = reply.json["code"].as_str().unwrap_or_default();
    let kind = reply.json["type"].as_str().unwrap_or_default();
    assert!(kind.ends_with(&format!("/problems/{code}")), "type and code differ\n{reply}");
}

fn request_id(reply: &Reply) -> Uuid {
    let id = reply.header("request-id").and_then(|text| text.parse().ok());
    id.unwrap_or_else(|| panic!("no Request-Id\n{reply}"))
}

fn is_counted(path: &str) -> bool {
    path != "/livez" && path != "/readyz"
}

/// What a reference leads to, or the value itself.
///
/// # Panics
/// If it leads nowhere.
#[must_use]
pub fn resolved(value: &'static Value) -> &'static Value {
    let Some(path) = value["$ref"].as_str() else { return value };
    let target = DOCUMENT.pointer(path.trim_start_matches('#'));
    resolved(target.unwrap_or_else(|| panic!("{path} leads nowhere")))
}

/// The declared responses of the operation that answered.
fn responses_of(reply: &Reply) -> Option<&'static Value> {
    operation_of(&reply.method, &reply.path).map(|operation| &operation["responses"])
}

/// The operation of a method and a path; HEAD counts as GET. Fixed segments win over ids.
#[must_use]
pub fn operation_of(method: &Method, path: &str) -> Option<&'static Value> {
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let paths = DOCUMENT["paths"].as_object()?;
    let matching = paths.iter().filter(|(template, _)| is_at(template, path));
    let (_, item) = matching.min_by_key(|(template, _)| template.matches('{').count())?;
    item.get(method.as_str().to_ascii_lowercase())
}

fn is_at(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(part, given)| part.starts_with('{') || *part == given)
}

fn fits(schema: &Value, body: &Value, reply: &Reply) {
    let faults: Vec<String> = validator(schema)
        .iter_errors(body)
        .map(|fault| format!("at {}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "the body does not fit {schema}: {faults:#?}\n{reply}");
}

fn validator(schema: &Value) -> Arc<Validator> {
    let mut known = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    let make = || {
        let mut root = schema.clone();
        close(&mut root, true);
        root["components"] = CLOSED.clone();
        let validator = jsonschema::options().should_validate_formats(true).build(&root);
        Arc::new(validator.expect("a valid schema"))
    };
    Arc::clone(known.entry(schema.to_string()).or_insert_with(make))
}

/// The references that stand in an `allOf`; closing those would refuse the members of their neighbours.
fn parts_of_allof(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(members) => {
            let parts = members.get("allOf").and_then(Value::as_array).into_iter().flatten();
            let parts = parts.filter_map(|part| part["$ref"].as_str().map(str::to_owned));
            parts.chain(members.values().flat_map(parts_of_allof)).collect()
        }
        Value::Array(items) => items.iter().flat_map(parts_of_allof).collect(),
        _ => Vec::new(),
    }
}

/// Refuses members that are not declared, in a schema and those within it.
fn close(schema: &mut Value, itself: bool) {
    let Value::Object(members) = schema else { return };
    let is_object = members.contains_key("properties") || members.contains_key("allOf");
    if itself && is_object && !members.contains_key("additionalProperties") {
        members.insert("unevaluatedProperties".to_owned(), json!(false));
    }
    close_within(members);
}

fn close_within(members: &mut Map<String, Value>) {
    for (name, member) in members {
        match (name.as_str(), member) {
            ("example" | "examples" | "default" | "enum" | "const", _) => {}
            ("properties" | "$defs", Value::Object(parts)) => {
                parts.values_mut().for_each(|part| close(part, true))
            }
            ("allOf", Value::Array(parts)) => parts.iter_mut().for_each(|part| close(part, false)),
            (_, Value::Array(parts)) => parts.iter_mut().for_each(|part| close(part, true)),
            (_, part) => close(part, true),
        }
    }
}

/// Fails unless a successful write has left an entry with the number of its request, sealed or about to be.
///
/// # Panics
/// With what is missing, and the reply.
pub async fn check_journal(reply: &Reply, db: &DatabaseConnection) {
    let is_write = [Method::POST, Method::PATCH, Method::DELETE].contains(&reply.method);
    let operation = operation_of(&reply.method, &reply.path);
    let is_exempt = operation.is_none_or(|operation| operation.get("x-idempotency-exempt").is_some());
    if !is_write || is_exempt || reply.status >= 300 {
        return;
    }
    let entries = journal_entry::Entity::find()
        .filter(journal_entry::Column::RequestId.eq(request_id(reply)))
        .filter(journal_entry::Column::Outcome.eq("success"))
        .all(db)
        .await
        .expect("the journal");
    if reply.headers.contains_key("idempotency-replayed") {
        assert!(entries.is_empty(), "a replay was journalled as a change\n{reply}");
        return;
    }
    assert!(!entries.is_empty(), "the journal says nothing about this write\n{reply}");
    let ids: Vec<_> = entries.iter().map(|entry| entry.id).collect();
    // In this order: an entry that is sealed meanwhile is counted twice, never missed.
    let pending = journal_pending::Entity::find()
        .filter(journal_pending::Column::EntryId.is_in(ids.clone()))
        .count(db)
        .await
        .expect("the pending entries");
    let sealed =
        journal_seal::Entity::find().filter(journal_seal::Column::EntryId.is_in(ids.clone())).count(db).await;
    let accounted = pending + sealed.expect("the seals");
    assert!(accounted >= ids.len() as u64, "an entry is neither pending nor sealed\n{reply}");
}
