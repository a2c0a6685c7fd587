//! Instants on the wire: RFC 3339 in UTC, always with `Z` and milliseconds. Knows no clock and no time zone.

use std::fmt;

use chrono::{DateTime, Datelike, SecondsFormat, SubsecRound, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{FieldCode, wire};

/// An instant, written `2022-06-30T02:00:00.000Z`. Views use it instead of chrono's type, which leaves out
/// milliseconds that are zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(DateTime<Utc>);

/// Up to nanoseconds are taken, in UTC only; more than milliseconds are cut.
const PATTERN: &str = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z$";
const MAX_LENGTH: usize = 30;

impl Instant {
    /// Reads an instant.
    ///
    /// # Errors
    /// `invalid_format`, `out_of_range`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let is_shaped =
            text.len() <= MAX_LENGTH && text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T');
        let at = if is_shaped { DateTime::parse_from_rfc3339(text).ok() } else { None };
        let at = at.ok_or(FieldCode::InvalidFormat)?;
        let is_in_range = ("1900"..="2100").contains(&text.get(..4).unwrap_or_default());
        if is_in_range { Ok(at.with_timezone(&Utc).into()) } else { Err(FieldCode::OutOfRange) }
    }

    /// The instant itself.
    #[must_use]
    pub const fn utc(self) -> DateTime<Utc> {
        self.0
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.trunc_subsecs(3))
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(at: Instant) -> Self {
        at.0
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.digits().as_ref().and_then(|text| std::str::from_utf8(text).ok()) {
            Some(text) => serializer.serialize_str(text),
            None => serializer.collect_str(self),
        }
    }
}

impl Instant {
    /// As [`fmt::Display`] writes it, without its cost: a page of a list tells hundreds. None beyond four digits of the year, and
    /// within a leap second.
    fn digits(self) -> Option<[u8; 24]> {
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let (date, time) = (self.0.date_naive(), self.0.time());
        let year = u32::try_from(date.year()).ok().filter(|year| *year <= 9999)?;
        let milliseconds = time.nanosecond().checked_div(1_000_000).filter(|all| *all < 1_000)?;
        for (value, end, width) in [
            (year, 4, 4),
            (date.month(), 7, 2),
            (date.day(), 10, 2),
            (time.hour(), 13, 2),
            (time.minute(), 16, 2),
            (time.second(), 19, 2),
            (milliseconds, 23, 3),
        ] {
            let mut rest = value;
            for at in (end - width..end).rev() {
                text[at] += u8::try_from(rest % 10).ok()?;
                rest /= 10;
            }
        }
        Some(text)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .pattern(Some(PATTERN))
            .max_length(Some(MAX_LENGTH))
            .into()
    }
}

impl ToSchema for Instant {}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::{FieldCode, Instant};

    #[test]
    fn milliseconds_and_z_are_always_written() {
        for (text, written) in [
            ("2022-06-30T02:00:00Z", "\"2022-06-30T02:00:00.000Z\""),
            ("2022-06-30T02:00:00.5Z", "\"2022-06-30T02:00:00.500Z\""),
            ("2022-06-30T02:00:00.123456789Z", "\"2022-06-30T02:00:00.123Z\""),
        ] {
            let at: Instant = serde_json::from_str(&format!("\"{text}\"")).unwrap();
            assert_eq!(serde_json::to_string(&at).unwrap(), written);
        }
    }

    #[test]
    fn both_ways_of_writing_agree() {
        for second in (-2_208_988_800..4_102_444_800_i64).step_by(7_654_321) {
            let nanoseconds = u32::try_from(second.rem_euclid(1_000_000_000)).unwrap();
            let at = Instant::from(DateTime::from_timestamp(second, nanoseconds).unwrap());
            assert_eq!(serde_json::to_string(&at).unwrap(), format!("\"{at}\""));
        }
    }

    #[test]
    fn other_spellings_and_years_are_refused() {
        for text in
            ["", "2022-06-30", "2022-06-30T02:00:00", "2022-06-30T02:00:00+07:00", "2022-06-30 02:00:00Z"]
        {
            assert_eq!(Instant::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
        assert_eq!(Instant::parse("2022-02-30T02:00:00Z"), Err(FieldCode::InvalidFormat));
        assert_eq!(Instant::parse("1899-12-31T00:00:00Z"), Err(FieldCode::OutOfRange));
    }
}
