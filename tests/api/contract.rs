//! Rules that hold for every operation of the contract.

use serde_json::Value;
use tests::contract::DOCUMENT;

fn follow(schema: &Value) -> &Value {
    let Some(path) = schema["$ref"].as_str() else { return schema };
    let name = path.rsplit('/').next().unwrap_or_default();
    follow(&DOCUMENT["components"]["schemas"][name])
}

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
        let view = follow(&operation["responses"]["200"]["content"]["application/json"]["schema"]);
        for (name, member) in follow(patch)["properties"].as_object().into_iter().flatten() {
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
