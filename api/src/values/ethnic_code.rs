//! Codes of ethnic groups (domain §5.5). What they are called stands in a table that ships with the product.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::{FieldCode, wire};

/// The code of an ethnic group, `01` to `56`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct EthnicCode(String);

const PATTERN: &str = "^(0[1-9]|[1-4][0-9]|5[0-6])$";
const LAST: u8 = 56;

impl EthnicCode {
    /// Reads a code.
    ///
    /// # Errors
    /// `not_in_enum`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let is_shaped = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_known = is_shaped && text.parse().is_ok_and(|code: u8| (1..=LAST).contains(&code));
        if is_known { Ok(Self(text.to_owned())) } else { Err(FieldCode::NotInEnum) }
    }

    /// The text itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl AsRef<str> for EthnicCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for EthnicCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for EthnicCode {
    fn schema() -> RefOr<Schema> {
        let example = serde_json::Value::from("02");
        wire::text_schema(2, 2).pattern(Some(PATTERN)).examples([example]).into()
    }
}

impl ToSchema for EthnicCode {}

#[cfg(test)]
mod tests {
    use super::EthnicCode;

    #[test]
    fn the_codes_are_those_of_the_list() {
        let known: Vec<String> = (0..100).map(|code| format!("{code:02}")).collect();
        let taken = known.iter().filter(|code| EthnicCode::parse(code).is_ok()).count();
        assert_eq!(
            (taken, EthnicCode::parse("01").is_ok(), EthnicCode::parse("56").is_ok()),
            (56, true, true)
        );
        for text in ["", "1", "00", "57", "+1", "٠١", "001"] {
            assert!(EthnicCode::parse(text).is_err(), "{text}");
        }
    }
}
