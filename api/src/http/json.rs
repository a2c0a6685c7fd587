//! Strict JSON: no duplicate keys, at most 32 levels deep; strings in NFC without control characters.

use std::{borrow::Cow, fmt};

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::{
    error::FieldError,
    values::{FieldCode, normalise},
};

const MAX_DEPTH: u8 = 32;

/// Reads a document; the error says nothing about the input.
pub(super) fn parse(bytes: &[u8]) -> Option<Value> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Level(0).deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(value)
}

/// Normalises every string in place and lists those that hold forbidden characters.
pub(super) fn normalise_strings(value: &mut Value, faults: &mut Vec<FieldError>) {
    normalise_at(value, &mut String::new(), faults);
}

/// The same of what stands at a pointer, which is as long as before afterwards.
fn normalise_at(value: &mut Value, pointer: &mut String, faults: &mut Vec<FieldError>) {
    match value {
        Value::String(text) => match normalise(text) {
            Ok(Cow::Borrowed(_)) => {}
            Ok(Cow::Owned(normal)) => *text = normal,
            Err(code) => faults.push(FieldError::at(pointer.as_str(), code)),
        },
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                normalise_part(item, &index.to_string(), pointer, faults);
            }
        }
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                normalise_part(member, name, pointer, faults);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn normalise_part(part: &mut Value, name: &str, pointer: &mut String, faults: &mut Vec<FieldError>) {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&escape(name));
    normalise_at(part, pointer, faults);
    pointer.truncate(length);
}

/// A member name as a JSON Pointer token; long or odd names are not echoed.
pub(super) fn escape(name: &str) -> Cow<'_, str> {
    const LONGEST: usize = 64;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    if name.len() > LONGEST || !name.chars().all(|c| is_plain(c) || "~/".contains(c)) {
        Cow::Borrowed("?")
    } else if name.chars().all(is_plain) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.replace('~', "~0").replace('/', "~1"))
    }
}

/// The code of a member that is not declared.
pub(super) fn unknown(pointer: String) -> FieldError {
    FieldError::at(pointer, FieldCode::UnknownField)
}

#[derive(Clone, Copy)]
struct Level(u8);

impl Level {
    fn down<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.0 >= MAX_DEPTH { Err(E::custom("too deep")) } else { Ok(Self(self.0 + 1)) }
    }
}

impl<'de> DeserializeSeed<'de> for Level {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let level = self.down()?;
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(level)? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let level = self.down()?;
        let mut all = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(level)?;
            if all.insert(name, value).is_some() {
                return Err(A::Error::custom("duplicate key"));
            }
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicate_keys_depth_and_lone_surrogates_are_refused() {
        assert!(parse(br#"{"a":1,"a":2}"#).is_none());
        assert!(parse(format!("{}1{}", "[".repeat(33), "]".repeat(33)).as_bytes()).is_none());
        assert!(parse(format!("{}1{}", "[".repeat(32), "]".repeat(32)).as_bytes()).is_some());
        assert!(parse(br#"{"a":"\ud800"}"#).is_none());
        assert!(parse(br#"{"a":1} x"#).is_none());
    }

    #[test]
    fn a_control_character_is_reported_at_its_pointer() {
        let mut value = serde_json::json!({ "a": ["x", "y\u{0}"] });
        let mut faults = Vec::new();
        normalise_strings(&mut value, &mut faults);
        assert_eq!(faults, [FieldError::at("/a/1", FieldCode::InvalidFormat)]);
    }
}
