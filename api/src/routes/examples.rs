//! Examples made from the schemas: each property gives its own, so that bodies stay valid when types change.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{
    error::{Code, Error, FieldError},
    http::{
        Language,
        limits::{Left, Policy},
        problem,
    },
    values::FieldCode,
};

const EXAMPLE_ID: &str = "0181b1a8-4c00-7000-8000-000000000001";

/// Texts that say something where only limits are known, by the name of the member.
const WORDS: [(&str, &str); 55] = [
    ("title_vi", "Số liệu năm 2022"),
    ("title_en", "Figures of 2022"),
    ("level", "province"),
    ("vi", "Nguồn: sổ theo dõi của Hội Nông dân tỉnh"),
    ("en", "Source: the register of the provincial Farmers' Union"),
    ("denominator_vi", "Tổ hợp tác"),
    ("denominator_en", "Cooperative groups"),
    ("acknowledged_quantity", "12.5"),
    ("address", "Xóm Nà Giàng"),
    ("basis_sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ("chain", "lac"),
    ("code", "thach_den"),
    ("contracted", "2500.5"),
    ("criterion", "feasibility"),
    ("current_password", "bốn con trâu qua suối"),
    ("decision_no", "1234/QĐ-UBND"),
    ("device", "Android 14, ứng dụng cán bộ xã"),
    ("evidence", "Biên bản họp xóm ngày 30/6/2022"),
    ("external_ref", "ERP-2026-0015"),
    ("framework_ref", "KHUNG-2026"),
    ("grade", "Loại 1"),
    ("full_name", "Nông Thị Mẫu"),
    ("hamlet", "Nà Giàng"),
    ("harvested", "27.5"),
    ("hazard", "drought"),
    ("login", "nong.thi.mau"),
    ("lost", "3"),
    ("message", "Cần khoảng 2 tấn mỗi tháng"),
    ("name", "Tổ hợp tác trồng lạc Nà Giàng"),
    ("name_en", "National Day"),
    ("name_vi", "Quốc khánh"),
    ("note", "Theo kế hoạch năm"),
    ("note_no", "PGH-015"),
    ("number", "12/QĐ-HND"),
    ("new_password", "chợ phiên họp ngày mồng năm"),
    ("password", "bốn con trâu qua suối"),
    ("planned_quantity", "30.5"),
    ("quantity", "12.5"),
    ("reason", "Theo biên bản họp nhóm"),
    ("refresh_token", "kJ3vY0mT8qWc5ZrB1nXu7hLe2sDfGpQaVtMiOyKwR4E"),
    ("remark", "Đủ hồ sơ"),
    ("revoke_reason", "Không còn đạt tiêu chuẩn đã công bố"),
    ("rules_sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ("settled_quantity", "12"),
    ("score", "78.50"),
    ("sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ("sold", "25"),
    ("status_reason", "Mưa lũ, đường vào xã bị sạt"),
    ("title", "Chi hội trưởng"),
    ("document_no", "UNC-0001"),
    ("terms", "Giao tại kho của nhóm, trả tiền trong 7 ngày"),
    ("unit", "ta"),
    ("valuation", "Theo giá công lao động tại xã"),
    ("text_version", "2026-01"),
    ("value_chains", "thach_den"),
];

/// An example of a schema: its own, or one put together from those of its parts.
pub(super) fn of(schema: &Value, schemas: &BTreeMap<String, Value>) -> Value {
    named("", schema, schemas)
}

/// The same for a member with a name.
fn named(name: &str, schema: &Value, schemas: &BTreeMap<String, Value>) -> Value {
    if let Some(example) = schema.get("example").or_else(|| schema.get("default")) {
        return example.clone();
    }
    if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
        let component = path.rsplit('/').next().and_then(|component| schemas.get(component));
        return component.map_or(Value::Null, |schema| named(name, schema, schemas));
    }
    if let Some(first) = schema.get("examples").and_then(Value::as_array).and_then(|all| all.first()) {
        return first.clone();
    }
    for members in ["oneOf", "anyOf"] {
        let alternatives = schema.get(members).and_then(Value::as_array);
        let real = alternatives
            .and_then(|all| all.iter().find(|one| one.get("type").is_none_or(|kind| kind != "null")));
        if let Some(real) = real {
            return named(name, real, schemas);
        }
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        let merged: Map<String, Value> = parts
            .iter()
            .filter_map(|part| match of(part, schemas) {
                Value::Object(members) => Some(members),
                _ => None,
            })
            .flatten()
            .collect();
        return Value::Object(merged);
    }
    if let Some(first) = schema.get("enum").and_then(Value::as_array).and_then(|all| all.first()) {
        return first.clone();
    }
    of_type(name, schema, schemas)
}

fn of_type(name: &str, schema: &Value, schemas: &BTreeMap<String, Value>) -> Value {
    let kind = match schema.get("type") {
        Some(Value::String(kind)) => kind.as_str(),
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("null")
        }
        _ => "object",
    };
    match kind {
        "string" => json!(text(name, schema)),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(1)),
        "boolean" => json!(true),
        "array" => {
            schema.get("items").map_or_else(|| json!([]), |items| json!([named(name, items, schemas)]))
        }
        "object" => {
            let members = schema.get("properties").and_then(Value::as_object);
            let example =
                |name: &str, schema| by_name(name, schema).unwrap_or_else(|| named(name, schema, schemas));
            let members =
                members.into_iter().flatten().map(|(name, schema)| (name.clone(), example(name, schema)));
            Value::Object(members.collect())
        }
        _ => Value::Null,
    }
}

/// Days that must fit others. All days in examples are the same; so that no interval is empty, ends that may be open
/// are open, and somebody is born long before.
fn by_name(name: &str, schema: &Value) -> Option<Value> {
    let alternatives = schema.get("oneOf").and_then(Value::as_array);
    let may_be_open = alternatives
        .is_some_and(|all| all.iter().any(|one| one.get("type").is_some_and(|kind| kind == "null")));
    match name {
        "birth_on" => Some(json!("1985-03-02")),
        _ => (name.ends_with("until_on") && may_be_open).then_some(Value::Null),
    }
}

fn text(name: &str, schema: &Value) -> String {
    match schema.get("format").and_then(Value::as_str) {
        Some("uuid") => EXAMPLE_ID.to_owned(),
        Some("date") => "2022-06-30".to_owned(),
        Some("date-time") => "2022-06-30T02:00:00.000Z".to_owned(),
        Some("uri") => "/v1/areas".to_owned(),
        _ => {
            let word = WORDS.iter().find(|(known, _)| *known == name).map(|(_, word)| (*word).to_owned());
            let least = schema.get("minLength").and_then(Value::as_u64).unwrap_or(1);
            word.unwrap_or_else(|| "abc".repeat(usize::try_from(least.div_ceil(3)).unwrap_or(1)))
        }
    }
}

/// A problem document with this code.
pub(super) fn problem(code: Code) -> Value {
    let fault = || vec![FieldError::at("/name", FieldCode::Required)];
    let error = match code {
        Code::ValidationFailed => Error::Invalid(fault()),
        Code::InvalidParameter => {
            Error::Malformed(code, vec![FieldError::parameter("limit", FieldCode::OutOfRange)])
        }
        Code::PreconditionFailed => Error::Stale { current_etag: Some("\"v7\"".to_owned()) },
        Code::RateLimited => {
            Error::TooMany(Left { policy: Policy::a_minute("default", 600), remaining: 0, reset_seconds: 20 })
        }
        Code::StateConflict => Error::step_not_open(&["activate"]),
        Code::NotFound => Error::NotFound,
        _ => Error::Refused(code),
    };
    let id = uuid::Uuid::parse_str(EXAMPLE_ID).unwrap_or_default();
    let document = problem::document(&error, "http://127.0.0.1:8080", Language::Vietnamese, id);
    serde_json::to_value(document).unwrap_or_default()
}
