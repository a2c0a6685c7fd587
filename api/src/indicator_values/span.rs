//! The period that was asked for.

use chrono::{Datelike, Days, NaiveDate};

use super::messages::ValuesFilter;
use crate::{
    contract_years::queries::new_year,
    error::{Error, Text},
    periods::queries::check_has_come,
    values::FieldCode,
};

/// The most calendar years that a period can be broken down by.
const MOST_YEARS: i32 = 20;

/// A half-open period of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day no longer in it.
    pub until_on: NaiveDate,
}

impl Span {
    /// What was asked for.
    ///
    /// # Errors
    /// 422 for a period that ends before it begins, and for two different last days.
    pub fn of(asked: &ValuesFilter, today: NaiveDate) -> Result<Self, Error> {
        let as_of = asked.as_of.map(|day| day.date());
        let until_on = asked.until_on.map(|day| day.date());
        let after = |day: NaiveDate| day.checked_add_days(Days::new(1)).unwrap_or(day);
        if let (Some(day), Some(until_on)) = (as_of, until_on)
            && after(day) != until_on
        {
            return Err(Error::unfit_parameter("as_of", FieldCode::Inconsistent, TWO_ENDS));
        }
        let until_on = until_on.unwrap_or_else(|| after(as_of.unwrap_or(today)));
        let last = until_on.pred_opt().unwrap_or(until_on);
        let from_on = asked.from_on.map_or_else(|| new_year(last), |day| day.date());
        if until_on <= from_on {
            return Err(Error::unfit_parameter("until_on", FieldCode::Inconsistent, REVERSED));
        }
        Ok(Self { from_on, until_on })
    }

    /// The last day.
    #[must_use]
    pub fn as_of(self) -> NaiveDate {
        self.until_on.pred_opt().unwrap_or(self.until_on)
    }

    /// Whether the last day has come, and the period is not too long.
    ///
    /// # Errors
    /// 422.
    pub fn check(self, today: NaiveDate) -> Result<(), Error> {
        if self.as_of().year() - self.from_on.year() >= MOST_YEARS {
            return Err(Error::unfit_parameter("from_on", FieldCode::OutOfRange, TOO_LONG));
        }
        check_has_come(self.as_of(), today)
    }

    /// The part in each calendar year.
    #[must_use]
    pub fn years(self) -> Vec<(i32, Self)> {
        let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(self.until_on);
        let part = |year| {
            let (from_on, until_on) = (self.from_on.max(first(year)), self.until_on.min(first(year + 1)));
            (year, Self { from_on, until_on })
        };
        (self.from_on.year()..=self.as_of().year()).map(part).collect()
    }
}

const TWO_ENDS: Text = Text::new(
    "Phải là ngày liền trước until_on, hoặc chỉ dùng một trong hai.",
    "It must be the day before until_on; give one of the two.",
);
const REVERSED: Text = Text::new("Phải sau ngày đầu.", "It must be after the first day.");
const TOO_LONG: Text = Text::new("Nhiều nhất 20 năm.", "Twenty years at most.");

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::Span;

    #[test]
    fn years_meet_without_a_gap() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let span = Span { from_on: day(2021, 3, 1), until_on: day(2023, 1, 1) };
        assert_eq!(
            span.years(),
            [
                (2021, Span { from_on: day(2021, 3, 1), until_on: day(2022, 1, 1) }),
                (2022, Span { from_on: day(2022, 1, 1), until_on: day(2023, 1, 1) }),
            ]
        );
    }
}
