//! Makes the schemas of newtypes inline in a finished document. Changes no schema that has a structure.
//!
//! The derive macro refers to every field's type by name. Its `inline` attribute is no way out: together with
//! a description it demands a string and an object at once.

use serde_json::{Map, Value, json};

const PREFIX: &str = "#/components/schemas/";

/// Replaces each reference to a plain string, integer or list by its schema, and drops those components.
///
/// What stands beside the reference (a description, an example) stays. Enums keep their names.
pub fn inline_plain(document: &mut Value) {
    let Some(components) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
        return;
    };
    let (plain, named): (Map<_, _>, Map<_, _>) =
        std::mem::take(components).into_iter().partition(|(_, schema)| is_plain(schema));
    *components = named;
    replace(document, &plain);
}

fn is_plain(schema: &Value) -> bool {
    let is_simple = matches!(schema["type"].as_str(), Some("string" | "integer" | "array"));
    is_simple && schema.get("enum").is_none()
}

fn replace(value: &mut Value, plain: &Map<String, Value>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, plain)),
        Value::Object(members) => {
            let target =
                members.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix(PREFIX));
            if let Some(Value::Object(schema)) = target.and_then(|name| plain.get(name)) {
                members.remove("$ref");
                for (key, limit) in schema {
                    members.entry(key).or_insert_with(|| limit.clone());
                }
            }
            members.values_mut().for_each(|member| replace(member, plain));
        }
        _ => {}
    }
}

/// Writes what may be null the short way: `type: [string, null]` with the limits beside it, and the description of a
/// reference beside its alternatives.
pub fn shorten_nullable(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(shorten_nullable),
        Value::Object(members) => {
            if let Some(real) = real_alternative(members) {
                merge(members, real);
            }
            members.values_mut().for_each(shorten_nullable);
        }
        _ => {}
    }
}

/// Limits the words of lists whose items say nothing but that they are texts: actions, permissions, policies.
pub fn limit_words(value: &mut Value) {
    const LONGEST_WORD: u64 = 60;
    match value {
        Value::Array(items) => items.iter_mut().for_each(limit_words),
        Value::Object(members) => {
            if let Some(Value::Object(items)) = members.get_mut("items")
                && items.len() == 1
                && items.get("type").is_some_and(|kind| kind == "string")
            {
                items.insert("maxLength".to_owned(), json!(LONGEST_WORD));
            }
            members.values_mut().for_each(limit_words);
        }
        _ => {}
    }
}

/// The one of two alternatives that is not null.
fn real_alternative(members: &Map<String, Value>) -> Option<Map<String, Value>> {
    let is_null = |one: &Value| one.get("type").is_some_and(|kind| kind == "null");
    match members.get("oneOf")?.as_array()?.as_slice() {
        [one, other] if is_null(one) != is_null(other) => {
            (if is_null(one) { other } else { one }).as_object().cloned()
        }
        _ => None,
    }
}

fn merge(members: &mut Map<String, Value>, mut real: Map<String, Value>) {
    match (real.remove("$ref"), real.get("type").cloned()) {
        (Some(reference), _) => {
            members.insert("oneOf".to_owned(), json!([{ "$ref": reference }, { "type": "null" }]));
        }
        (None, Some(Value::String(kind))) if kind != "object" => {
            members.shift_remove("oneOf");
            real.insert("type".to_owned(), json!([kind, "null"]));
            if let Some(Value::Array(words)) = real.get_mut("enum") {
                words.push(Value::Null);
            }
        }
        _ => return,
    }
    for (name, member) in real {
        members.entry(name).or_insert(member);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use utoipa::{OpenApi, ToSchema};

    use super::super::{Commaed, Day, FieldCode, Line};
    use super::{inline_plain, shorten_nullable};

    #[test]
    fn what_may_be_null_is_written_the_short_way() {
        let mut schema = json!({ "oneOf": [{ "type": "string", "format": "date", "description": "The day." }, { "type": "null" }] });
        shorten_nullable(&mut schema);
        assert_eq!(
            schema,
            json!({ "type": ["string", "null"], "format": "date", "description": "The day." })
        );
        let mut schema =
            json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/a", "description": "A state." }] });
        shorten_nullable(&mut schema);
        let expected = json!({ "oneOf": [{ "$ref": "#/a" }, { "type": "null" }], "description": "A state." });
        assert_eq!(schema, expected);
    }

    /// A message.
    #[derive(ToSchema)]
    #[expect(dead_code, reason = "only its schema is read")]
    struct Message {
        /// What it is called.
        name: Line<1, 120>,
        /// Since when.
        from_on: Option<Day>,
        codes: Vec<FieldCode>,
        wanted: Commaed<FieldCode>,
        other: Line<2, 9>,
    }

    #[derive(OpenApi)]
    #[openapi(components(schemas(Message)))]
    struct Document;

    #[test]
    fn fields_show_their_limits() {
        let mut document: Value = serde_json::to_value(Document::openapi()).unwrap();
        inline_plain(&mut document);
        let schemas = document.pointer("/components/schemas").unwrap();
        let names: Vec<_> = schemas.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["FieldCode", "Message"]);
        let fields = &schemas["Message"]["properties"];
        let name =
            json!({"type": "string", "description": "What it is called.", "minLength": 1, "maxLength": 120});
        assert_eq!(fields["name"], name);
        assert_eq!(fields["other"], json!({"type": "string", "minLength": 2, "maxLength": 9}));
        assert_eq!(fields["from_on"]["oneOf"].to_string().matches("\"format\":\"date\"").count(), 1);
        assert_eq!(fields["codes"]["items"]["$ref"], "#/components/schemas/FieldCode");
        assert!(!document.to_string().contains("schemas/Line"));
    }
}
