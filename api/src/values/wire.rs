//! How newtypes are read from JSON and from query strings: whatever fails, the message is a field code.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use utoipa::openapi::{KnownFormat, ObjectBuilder, SchemaFormat, Type};

use super::FieldCode;

/// Reads a string and parses it.
pub(super) fn text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    parse: fn(&str) -> Result<T, FieldCode>,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(Text(parse))
}

/// Reads a whole number and parses it; in a query string its digits.
///
/// Of a JSON string or null serde itself says "invalid type …", which `FieldCode::from_message` knows.
pub(super) fn whole_number<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    parse: fn(i64) -> Result<T, FieldCode>,
) -> Result<T, D::Error> {
    deserializer.deserialize_i64(WholeNumber(parse))
}

/// The start of the schema of a text of this many characters.
pub(super) fn text_schema(min: usize, max: usize) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).min_length(Some(min)).max_length(Some(max))
}

/// The start of the schema of a whole number.
pub(super) fn integer_schema(format: KnownFormat, min: i64, max: i64) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(format)))
        .minimum(Some(min))
        .maximum(Some(max))
}

/// The answer to a value of another JSON type.
fn other_type<T, E: Error>() -> Result<T, E> {
    Err(E::custom(FieldCode::InvalidType))
}

struct Text<T>(fn(&str) -> Result<T, FieldCode>);

impl<'de, T> Visitor<'de> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<T, E> {
        other_type()
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<T, E> {
        other_type()
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<T, E> {
        other_type()
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<T, E> {
        other_type()
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        other_type()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<T, A::Error> {
        other_type()
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<T, A::Error> {
        other_type()
    }
}

struct WholeNumber<T>(fn(i64) -> Result<T, FieldCode>);

impl<T> Visitor<'_> for WholeNumber<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        (self.0)(number).map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        i64::try_from(number).map_err(|_| FieldCode::OutOfRange).and_then(self.0).map_err(E::custom)
    }

    /// Fractions and exponents, and integers of more than 64 bits, which the JSON parser makes floats.
    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        const BEYOND_INTEGERS: f64 = 1e18;
        if number.abs() > BEYOND_INTEGERS { Err(E::custom(FieldCode::OutOfRange)) } else { other_type() }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::super::{Day, Vnd};

    #[derive(Debug, Deserialize)]
    struct Filter {
        on: Day,
        least: Option<Vnd>,
    }

    #[test]
    fn other_json_types_are_named_so() {
        for value in [json!(1), json!(-1), json!(0.5), json!(true), json!(null), json!([1]), json!({"a": 1})]
        {
            let error = serde_json::from_value::<Day>(value).unwrap_err();
            assert_eq!(error.to_string(), "invalid_type");
        }
        let text: Result<Day, _> = serde_json::from_str(" [1, 2]");
        assert!(text.unwrap_err().to_string().starts_with("invalid_type"));
    }

    #[test]
    fn query_strings_are_read_too() {
        let filter: Filter = serde_urlencoded::from_str("on=2024-02-29&least=15").unwrap();
        assert_eq!((filter.on.to_string(), filter.least.map(Vnd::get)), ("2024-02-29".into(), Some(15)));
        let error = serde_urlencoded::from_str::<Filter>("on=2023-02-29").unwrap_err();
        assert_eq!(error.to_string(), "invalid_format");
        let error = serde_urlencoded::from_str::<Filter>("on=2023-02-28&least=-1").unwrap_err();
        assert_eq!(error.to_string(), "out_of_range");
    }

    #[test]
    fn null_is_absent_where_that_is_allowed() {
        let value: Value = json!({"on": "2024-01-01", "least": null});
        assert!(serde_json::from_value::<Filter>(value).unwrap().least.is_none());
    }
}
