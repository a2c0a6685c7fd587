//! Calendar days of business facts, and half-open intervals of them. Knows no clock and no holidays.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{FieldCode, wire};

/// A day between 1900 and 2100, written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Day(NaiveDate);

/// What a day looks like. It takes any year, so that one too far away is out of range and not badly written.
const PATTERN: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

impl Day {
    /// Reads a day.
    ///
    /// # Errors
    /// `invalid_format`, `out_of_range`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let day = read(text).ok_or(FieldCode::InvalidFormat)?;
        let is_in_range = ("1900-01-01"..="2100-12-31").contains(&text);
        if is_in_range { Ok(Self(day)) } else { Err(FieldCode::OutOfRange) }
    }

    /// The date itself.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.0
    }
}

/// A date written with exactly four, two and two digits.
fn read(text: &str) -> Option<NaiveDate> {
    let is_shaped = text.len() == 10
        && text.bytes().enumerate().all(|(n, byte)| match n {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_shaped { text.parse().ok() } else { None }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> Self {
        day.0
    }
}

/// For dates from the database; what comes from outside is parsed.
impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .pattern(Some(PATTERN))
            .into()
    }
}

impl ToSchema for Day {}

/// Days from `from_on` on, up to but without `until_on`; open-ended without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The first day in it.
    pub from_on: NaiveDate,
    /// The first day after it.
    pub until_on: Option<NaiveDate>,
}

impl Interval {
    /// An interval of at least one day.
    ///
    /// # Errors
    /// `inconsistent` when it would end before it began.
    pub fn new(from_on: NaiveDate, until_on: Option<NaiveDate>) -> Result<Self, FieldCode> {
        if until_on.is_some_and(|until_on| until_on <= from_on) {
            return Err(FieldCode::Inconsistent);
        }
        Ok(Self { from_on, until_on })
    }

    /// True when the day lies in it.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from_on <= day && self.until_on.is_none_or(|until_on| day < until_on)
    }

    /// True when some day lies in both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.contains(other.from_on) || other.contains(self.from_on)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Day, FieldCode, Interval};

    fn date(text: &str) -> NaiveDate {
        Day::parse(text).unwrap().date()
    }

    #[test]
    fn every_day_in_range_goes_there_and_back() {
        for date in date("1900-01-01").iter_days().take_while(|day| *day <= date("2100-12-31")) {
            assert_eq!(Day::parse(&date.to_string()), Ok(Day::from(date)));
        }
    }

    #[test]
    fn other_spellings_and_days_are_refused() {
        for text in ["", "2024-1-01", "2024-02-30", "2023-02-29", "24-01-01", "+024-01-01", "2024/01/01"] {
            assert_eq!(Day::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
        for text in
            [" 2024-01-01", "2024-01-01T00:00:00Z", "20240101", "٢٠٢٤-01-01", "2024-13-01", "2024-01-01\n"]
        {
            assert_eq!(Day::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
        for text in ["1899-12-31", "2101-01-01", "0000-01-01", "9999-12-31"] {
            assert_eq!(Day::parse(text), Err(FieldCode::OutOfRange), "{text}");
        }
    }

    #[test]
    fn the_wire_form_is_the_text() {
        let day: Day = serde_json::from_value("2024-02-29".into()).unwrap();
        assert_eq!(serde_json::to_value(day).unwrap(), "2024-02-29");
    }

    #[test]
    fn intervals_are_half_open() {
        let year = Interval::new(date("2024-01-01"), Some(date("2025-01-01"))).unwrap();
        let after = Interval::new(date("2025-01-01"), None).unwrap();
        assert!(year.contains(date("2024-01-01")) && year.contains(date("2024-12-31")));
        assert!(!year.contains(date("2025-01-01")) && !year.contains(date("2023-12-31")));
        assert!(!year.overlaps(&after) && !after.overlaps(&year));
        let open = Interval::new(date("2024-12-31"), None).unwrap();
        assert!(open.overlaps(&year) && year.overlaps(&open) && open.overlaps(&after));
        let empty = Interval::new(date("2024-01-01"), Some(date("2024-01-01")));
        assert_eq!(empty, Err(FieldCode::Inconsistent));
    }
}
