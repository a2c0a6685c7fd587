//! Rules that hold for every operation of the contract.

use std::collections::BTreeMap;
use std::path::Path;

use hoinongdan::access::{Permission, Role, allows};
use hoinongdan::operations::operations as table;
use serde_json::{Value, json};
use tests::contract::{DOCUMENT, resolved};

const FORM: &str = "application/x-www-form-urlencoded";
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/v1.json");

fn takes_null(schema: &Value) -> bool {
    let kind = &schema["type"];
    let alternatives = ["oneOf", "anyOf"].into_iter().filter_map(|name| schema[name].as_array()).flatten();
    kind == "null"
        || kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"))
        || alternatives.into_iter().any(takes_null)
}

fn operations() -> impl Iterator<Item = (&'static str, &'static str, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

#[test]
fn a_patch_takes_null_only_where_the_resource_can_be_null() {
    let mut wrong = Vec::new();
    for (path, _, operation) in operations().filter(|(_, method, _)| *method == "patch") {
        let patch = &operation["requestBody"]["content"]["application/merge-patch+json"]["schema"];
        let view = resolved(&operation["responses"]["200"]["content"]["application/json"]["schema"]);
        for (name, member) in resolved(patch)["properties"].as_object().into_iter().flatten() {
            let shown = &view["properties"][name];
            if takes_null(member) && !shown.is_null() && !takes_null(shown) {
                wrong.push(format!("{path}: {name} needs #[schema(nullable = false)]"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_reference_leads_somewhere() {
    fn collect<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, member)| match (name.as_str(), member) {
                    ("$ref", Value::String(path)) => found.push(path),
                    _ => collect(member, found),
                })
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(&DOCUMENT, &mut found);
    assert!(!found.is_empty());
    for path in found {
        assert!(DOCUMENT.pointer(path.trim_start_matches('#')).is_some(), "{path}");
    }
}

#[test]
fn every_id_names_one_operation() {
    let mut ids: Vec<_> = operations().map(|(_, _, operation)| operation["operationId"].as_str()).collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn every_name_of_a_schema_names_one_schema() {
    let mut known = BTreeMap::new();
    for operation in table() {
        for (name, schema) in operation.draft.schemas {
            let first = known.entry(name.clone()).or_insert_with(|| schema.clone());
            assert_eq!(*first, schema, "{name} of {}", operation.id);
        }
    }
}

#[test]
fn the_committed_document_is_the_contract() {
    let now = format!("{:#}\n", *DOCUMENT);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(Path::new(COMMITTED), &now).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(Path::new(COMMITTED)).unwrap_or_default();
    let difference = committed.lines().zip(now.lines()).enumerate().find(|(_, (old, new))| old != new);
    assert!(committed == now, "`cargo run -- openapi` rewrites it; the first difference: {difference:#?}");
}

#[test]
fn every_operation_says_what_it_is_and_who_may() {
    let tags: Vec<_> = DOCUMENT["tags"].as_array().unwrap().iter().collect();
    assert!(tags.iter().all(|tag| length(&tag["description"]) >= 20), "{tags:#?}");
    let mut wrong = Vec::new();
    for (path, method, operation) in operations() {
        let of_table = table()
            .into_iter()
            .find(|one| one.path == path && one.method.as_str().eq_ignore_ascii_case(method));
        let requirement = of_table.unwrap().requirement.wire();
        let is_tagged = |tag: &Value| tags.iter().any(|known| known["name"] == *tag);
        let is_fine = length(&operation["operationId"]) > 0
            && (1..=80).contains(&length(&operation["summary"]))
            && length(&operation["description"]) >= 40
            && operation["tags"].as_array().is_some_and(|tags| tags.len() == 1 && tags.iter().all(is_tagged))
            && operation["x-required-permission"] == requirement
            && operation["security"] == security(requirement);
        if !is_fine {
            wrong.push(format!("{method} {path}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The whole document asks for somebody who has signed in; what machine clients can be given names its scope.
fn security(requirement: &str) -> Value {
    let flow = &DOCUMENT["components"]["securitySchemes"]["clientCredentials"]["flows"]["clientCredentials"];
    let for_anybody = |wire| Permission::parse(wire).is_some_and(|one| allows(one, Role::Anonymous));
    match requirement {
        "public" => json!([{}]),
        wire if for_anybody(wire) => json!([{ "bearerAuth": [] }, {}]),
        scope if flow["scopes"][scope].is_string() => {
            let mut ways = vec![json!({ "bearerAuth": [] }), json!({ "clientCredentials": [scope] })];
            if ["areas:read", "indicators:read", "publications:read"].contains(&scope) {
                ways.push(json!({ "apiKey": [] }));
            }
            ways.into()
        }
        _ => Value::Null,
    }
}

fn length(text: &Value) -> usize {
    text.as_str().map_or(0, |text| text.chars().count())
}

#[test]
fn every_status_is_listed_with_its_headers() {
    for (path, method, operation) in operations() {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let (at, response) = (format!("{method} {path} {status}"), resolved(response));
            assert!(status.parse::<u16>().is_ok() && length(&response["description"]) > 0, "{at}");
            assert!(response["headers"]["Request-Id"].is_object(), "{at}");
            let is_refusal = status.as_str() >= "400";
            let is_problem = response["content"]["application/problem+json"].is_object();
            assert_eq!(is_problem, is_refusal && !path.starts_with("/oauth/"), "{at}");
            let schema = &response["content"]["application/json"]["schema"];
            let is_oauth_error = *schema == json!({ "$ref": "#/components/schemas/OAuthError" });
            assert_eq!(is_oauth_error, is_refusal && path.starts_with("/oauth/"), "{at}");
        }
        for status in ["400", "408", "414", "429", "431", "500", "503"] {
            assert!(operation["responses"][status].is_object(), "{method} {path} {status}");
        }
    }
}

/// All content with its example or examples: where, schema, example.
fn examples() -> Vec<(String, &'static Value, &'static Value)> {
    let mut found = Vec::new();
    for (path, method, operation) in operations() {
        let replies = operation["responses"].as_object().into_iter().flatten();
        let bodies = replies.map(|(status, response)| (status.as_str(), resolved(response)));
        for (part, body) in bodies.chain([("body", &operation["requestBody"])]) {
            for content in body["content"].as_object().into_iter().flatten().map(|(_, content)| content) {
                let several = content["examples"].as_object().into_iter().flatten();
                let several = several.map(|(_, one)| &resolved(one)["value"]);
                let all = content.get("example").into_iter().chain(several).collect::<Vec<_>>();
                assert!(!all.is_empty(), "no example: {method} {path} {part}");
                let at = format!("{method} {path} {part}");
                found.extend(all.into_iter().map(|example| (at.clone(), &content["schema"], example)));
            }
        }
    }
    found
}

#[test]
fn every_example_fits_its_schema() {
    let mut wrong = Vec::new();
    for (at, schema, example) in examples() {
        let mut root = schema.clone();
        root["components"] = json!({ "schemas": DOCUMENT["components"]["schemas"] });
        let validator = jsonschema::options().should_validate_formats(true).build(&root).unwrap();
        let faults =
            validator.iter_errors(example).map(|fault| format!("{at} {}: {fault}", fault.instance_path()));
        wrong.extend(faults);
        if example.to_string().contains("\"abc") {
            wrong.push(format!("{at}: an example that says nothing: {example}"));
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Calls `each` with every object schema within a schema, by its place.
fn objects<'a>(at: &str, schema: &'a Value, each: &mut impl FnMut(&str, &'a Value)) {
    if schema["properties"].is_object() {
        each(at, schema);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        objects(&format!("{at}.{name}"), property, each);
    }
    let lists = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|name| schema[name].as_array()).flatten();
    lists.chain(schema.get("items")).for_each(|part| objects(at, part, each));
}

/// But for forms: an authorization server ignores parameters that it does not know (RFC 6749, section 3.2).
#[test]
fn request_bodies_are_closed() {
    let mut wrong = Vec::new();
    for (path, _, operation) in operations() {
        let contents = operation["requestBody"]["content"].as_object().into_iter().flatten();
        for (_, content) in contents.filter(|(media_type, _)| *media_type != FORM) {
            objects(path, resolved(&content["schema"]), &mut |at, schema| {
                if schema["additionalProperties"] != json!(false) {
                    wrong.push(at.to_owned());
                }
            });
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is missing for a value to be limited.
fn limit_missing(schema: &Value) -> Option<&'static str> {
    let has = |name: &str| schema.get(name).is_some();
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        kind => kind.as_str(),
    };
    if has("$ref") || has("enum") || has("const") {
        return None;
    }
    let alternatives = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|name| schema[name].as_array());
    let mut alternatives = alternatives.flatten().peekable();
    if alternatives.peek().is_some() {
        return alternatives.find_map(limit_missing);
    }
    match kind {
        Some("string") => (!has("maxLength") && !has("pattern") && !has("format")).then_some("maxLength"),
        Some("integer" | "number") => {
            (!(has("format") || has("minimum") && has("maximum"))).then_some("minimum and maximum")
        }
        Some("array") if !has("maxItems") => Some("maxItems"),
        Some("array") => limit_missing(&schema["items"]),
        _ => None,
    }
}

#[test]
fn every_property_and_parameter_is_described_and_limited() {
    let mut wrong = Vec::new();
    let mut check = |at: String, described: &Value, schema: &Value| {
        if length(&described["description"]) == 0 {
            wrong.push(format!("{at}: no description"));
        }
        wrong.extend(limit_missing(schema).map(|what| format!("{at}: no {what}")));
    };
    for (name, schema) in DOCUMENT["components"]["schemas"].as_object().unwrap() {
        objects(name, schema, &mut |at, object| {
            for (name, property) in object["properties"].as_object().unwrap() {
                check(format!("{at}.{name}"), property, property);
            }
        });
    }
    for (path, method, operation) in operations() {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            check(format!("{method} {path} {}", parameter["name"]), parameter, &parameter["schema"]);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
