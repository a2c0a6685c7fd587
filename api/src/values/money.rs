//! Amounts and shares as whole numbers. No floats, no currency but the đồng.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::{KnownFormat, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::{FieldCode, wire};

/// An amount of money in whole đồng, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Vnd(i64);

impl Vnd {
    /// No money.
    pub const ZERO: Self = Self(0);
    /// The largest amount; exact in every JSON reader.
    pub const MAX: Self = Self(9_000_000_000_000_000);
    /// The most that goods are worth which are traded at once, 30 times all that the fund pays in its life: so that sums
    /// over millions of them can be told.
    pub const MOST_TRADED: Self = Self(1_000_000_000_000);

    /// Takes an amount.
    ///
    /// # Errors
    /// `out_of_range`
    pub fn parse(amount: i64) -> Result<Self, FieldCode> {
        if (0..=Self::MAX.0).contains(&amount) { Ok(Self(amount)) } else { Err(FieldCode::OutOfRange) }
    }

    /// The number of đồng.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum, if it is still an amount.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).and_then(|sum| Self::parse(sum).ok())
    }
}

impl From<Vnd> for i64 {
    fn from(amount: Vnd) -> Self {
        amount.0
    }
}

impl<'de> Deserialize<'de> for Vnd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::whole_number(deserializer, Self::parse)
    }
}

impl PartialSchema for Vnd {
    fn schema() -> RefOr<Schema> {
        wire::integer_schema(KnownFormat::Int64, 0, Self::MAX.0).into()
    }
}

impl ToSchema for Vnd {}

/// A share in basis points: 10 000 is the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Bps(i32);

impl Bps {
    /// The whole.
    pub const WHOLE: Self = Self(10_000);

    /// Takes a share.
    ///
    /// # Errors
    /// `out_of_range`
    pub fn parse(share: i64) -> Result<Self, FieldCode> {
        match i32::try_from(share) {
            Ok(share) if (0..=Self::WHOLE.0).contains(&share) => Ok(Self(share)),
            _ => Err(FieldCode::OutOfRange),
        }
    }

    /// The number of basis points.
    #[must_use]
    pub const fn get(self) -> i32 {
        self.0
    }
}

impl From<Bps> for i32 {
    fn from(share: Bps) -> Self {
        share.0
    }
}

impl<'de> Deserialize<'de> for Bps {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::whole_number(deserializer, Self::parse)
    }
}

impl PartialSchema for Bps {
    fn schema() -> RefOr<Schema> {
        wire::integer_schema(KnownFormat::Int32, 0, Self::WHOLE.0.into()).into()
    }
}

impl ToSchema for Bps {}

#[cfg(test)]
mod tests {
    use utoipa::PartialSchema;

    use super::{Bps, FieldCode, Vnd};

    fn code(json: &str) -> FieldCode {
        let from_text = serde_json::from_str::<Vnd>(json).unwrap_err().to_string();
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        let from_value = serde_json::from_value::<Vnd>(value).unwrap_err().to_string();
        assert_eq!(FieldCode::from_message(&from_text), FieldCode::from_message(&from_value));
        FieldCode::from_message(&from_value)
    }

    #[test]
    fn amounts_are_whole_and_limited() {
        for text in ["0", "1", "70000000", "9000000000000000"] {
            let amount: Vnd = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&amount).unwrap(), text);
        }
        for text in ["-1", "9000000000000001", "9223372036854775808", "100000000000000000000"] {
            assert_eq!(code(text), FieldCode::OutOfRange, "{text}");
        }
        for text in ["1.0", "1.5", "1e3", "\"1\"", "null", "true", "[1]", "{}"] {
            assert_eq!(code(text), FieldCode::InvalidType, "{text}");
        }
    }

    #[test]
    fn sums_stay_within_the_limit() {
        let most = Vnd::MAX;
        assert_eq!(most.checked_add(Vnd::ZERO), Some(most));
        assert_eq!(most.checked_add(Vnd::parse(1).unwrap()), None);
    }

    #[test]
    fn shares_end_at_the_whole() {
        assert_eq!(Bps::parse(10_000), Ok(Bps::WHOLE));
        for share in [-1, 10_001, i64::MIN, i64::MAX] {
            assert_eq!(Bps::parse(share), Err(FieldCode::OutOfRange));
        }
    }

    #[test]
    fn the_schema_has_the_limits() {
        let schema = serde_json::to_string(&Vnd::schema()).unwrap();
        assert!(
            schema.contains(r#""minimum":0"#) && schema.contains(r#""maximum":9000000000000000"#),
            "{schema}"
        );
        assert!(schema.contains(r#""format":"int64""#));
    }
}
