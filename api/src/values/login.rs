//! What an account and a device are called. Whether the account exists is not known here.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::text::check_length;
use super::{FieldCode, Line, wire};

/// What a device calls itself, for the list of sessions.
pub type Device = Line<1, 120>;

const MIN: usize = 3;
const MAX: usize = 64;

/// The login of an account: lower-case ASCII letters, digits, `.`, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Login(String);

impl Login {
    /// Reads a login, whatever its case.
    ///
    /// # Errors
    /// `invalid_format`, `too_short`, `too_long`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = text.trim();
        if text.chars().any(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '_')) {
            return Err(FieldCode::InvalidFormat);
        }
        check_length(text, MIN, MAX)?;
        Ok(Self(text.to_ascii_lowercase()))
    }

    /// The text itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl AsRef<str> for Login {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Login {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for Login {
    fn schema() -> RefOr<Schema> {
        wire::text_schema(MIN, MAX)
            .pattern(Some(r"^\s*[A-Za-z0-9._-]+\s*$"))
            .examples([serde_json::Value::from("vuong.thi.mai")])
            .into()
    }
}

impl ToSchema for Login {}

#[cfg(test)]
mod tests {
    use super::{FieldCode, Login};

    #[test]
    fn logins_are_trimmed_and_lower_case() {
        assert_eq!(Login::parse(" Hoi.Vien-01_x ").unwrap().as_ref(), "hoi.vien-01_x");
    }

    #[test]
    fn other_characters_and_lengths_are_refused() {
        for text in ["nông", "a b c", "a@b.vn", "abc\0", "ａｂｃ", "ab\u{212a}"] {
            assert_eq!(Login::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
        assert_eq!(Login::parse("ab"), Err(FieldCode::TooShort));
        assert!(Login::parse(&"a".repeat(64)).is_ok());
        assert_eq!(Login::parse(&"a".repeat(65)), Err(FieldCode::TooLong));
    }
}
