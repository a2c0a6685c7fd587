//! The days of the demo and how its dates are drawn.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

use super::random::Random;

/// The day on which the published figures of the project hold exactly.
pub const FIGURES_ON: NaiveDate = day(2022, 6, 30);
/// The first day of the map of 2025.
pub const NEW_MAP_ON: NaiveDate = day(2025, 7, 1);
/// The day on which the project starts in its communes.
pub const PROJECT_FROM: NaiveDate = day(2017, 1, 1);
/// The last day with entries of the demo.
pub const LAST_DAY: NaiveDate = day(2026, 6, 30);

/// A day that is known to exist.
pub const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// The day so many days later.
pub fn later(date: NaiveDate, days: i64) -> NaiveDate {
    date + TimeDelta::days(days)
}

/// A day from `from` to `to`, both included; `from` when there is none.
fn some_day(random: &mut Random, from: NaiveDate, to: NaiveDate) -> NaiveDate {
    later(from, random.between(0, (to - from).num_days()))
}

/// A Monday to Friday from `from` to `to`; the day before a weekend where the draw falls on one.
pub fn working_day(random: &mut Random, from: NaiveDate, to: NaiveDate) -> NaiveDate {
    let date = some_day(random, from, to);
    let moved = match date.weekday() {
        Weekday::Sat => date - Days::new(1),
        Weekday::Sun => date - Days::new(2),
        _ => date,
    };
    moved.max(from)
}

/// The day so many working days later (weekends only; Tết is left out).
pub fn after_working_days(date: NaiveDate, count: i64) -> NaiveDate {
    let mut date = date;
    let mut left = count;
    while left > 0 {
        date = later(date, 1);
        if !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            left -= 1;
        }
    }
    date
}

/// The day on which somebody reaches an age.
pub fn birthday(birth: NaiveDate, years: u32) -> NaiveDate {
    birth + Months::new(12 * years)
}

/// An instant of that day, so many hours after the office opens at 8:00 in Asia/Ho_Chi_Minh, in whole milliseconds.
pub fn office_hour(random: &mut Random, date: NaiveDate, hour: i64) -> DateTime<Utc> {
    let within = TimeDelta::milliseconds(random.between(0, 3_600_000 - 1));
    date.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(1 + hour) + within
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_exist() {
        assert_eq!(FIGURES_ON.to_string(), "2022-06-30");
        assert_eq!(NEW_MAP_ON.to_string(), "2025-07-01");
    }

    #[test]
    fn weekends_do_not_count_as_working_days() {
        assert_eq!(after_working_days(day(2022, 7, 1), 5), day(2022, 7, 8));
    }
}
