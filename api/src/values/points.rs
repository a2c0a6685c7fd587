//! Scores from 0 to 100: exact decimals, kept as whole hundredths. Knows no stars.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{FieldCode, wire};

/// Hundredths in one.
const SCALE: i32 = 100;
/// How a score is written; it takes three digits, so that too high a score is out of range and not badly written.
const PATTERN: &str = "^[0-9]{1,3}(\\.[0-9]{1,2})?$";

/// A score out of a hundred, written with a point and at most two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i32);

impl Points {
    /// The highest.
    pub const MAX: Self = Self(100 * SCALE);

    /// Reads a score.
    ///
    /// # Errors
    /// `invalid_format`, `out_of_range`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |digits: &str, most: usize| {
            (1..=most).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_number(whole, 3) || !is_number(fraction, 2) {
            return Err(FieldCode::InvalidFormat);
        }
        let number = |digits: &str| digits.parse::<i32>().map_err(|_| FieldCode::InvalidFormat);
        let hundredths = number(whole)? * SCALE + number(&format!("{fraction:0<2}"))?;
        Some(Self(hundredths)).filter(|score| *score <= Self::MAX).ok_or(FieldCode::OutOfRange)
    }

    /// A score from the database.
    #[must_use]
    pub const fn of_hundredths(hundredths: i32) -> Self {
        Self(hundredths)
    }

    /// As it is stored.
    #[must_use]
    pub const fn hundredths(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / SCALE, self.0 % SCALE)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for Points {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(6)).pattern(Some(PATTERN)).into()
    }
}

impl ToSchema for Points {}

#[cfg(test)]
mod tests {
    use super::{FieldCode, Points};

    #[test]
    fn scores_are_exact_and_end_at_a_hundred() {
        let written = |text: &str| Points::parse(text).unwrap().to_string();
        for (text, shown) in
            [("0", "0.00"), ("0.01", "0.01"), ("89.9", "89.90"), ("090", "90.00"), ("100.00", "100.00")]
        {
            assert_eq!(written(text), shown);
        }
        assert_eq!(Points::parse("49.99").unwrap().hundredths(), 4999);
        for text in ["100.01", "101", "999.99"] {
            assert_eq!(Points::parse(text), Err(FieldCode::OutOfRange), "{text}");
        }
        for text in ["", "-1", "+1", ".5", "5.", "1.234", "1000", "1e2", "1,5", "١"] {
            assert_eq!(Points::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
    }
}
