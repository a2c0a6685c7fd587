//! The time of the service: real, or fixed for tests.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, SubsecRound, TimeZone, Utc};

/// Tells the time with the wire's precision of milliseconds.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    fixed_millis: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// A clock that stands still at `at` until [`Clock::set`] moves it.
    #[must_use]
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self { fixed_millis: Some(Arc::new(AtomicI64::new(at.timestamp_millis()))) }
    }

    /// Moves a fixed clock; a real one is left alone.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Some(millis) = &self.fixed_millis {
            millis.store(at.timestamp_millis(), Ordering::SeqCst);
        }
    }

    /// The present instant, cut to milliseconds.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.fixed_millis
            .as_ref()
            .and_then(|millis| DateTime::from_timestamp_millis(millis.load(Ordering::SeqCst)))
            .unwrap_or_else(|| Utc::now().trunc_subsecs(3))
    }

    /// Today's calendar date in Asia/Ho_Chi_Minh.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        date_in_vietnam(self.now())
    }
}

/// Date and time of day in Asia/Ho_Chi_Minh (UTC+7 all year) at an instant.
fn in_vietnam(at: DateTime<Utc>) -> NaiveDateTime {
    const SECONDS_EAST: i32 = 7 * 3600;
    FixedOffset::east_opt(SECONDS_EAST)
        .map_or_else(|| at.naive_utc(), |zone| zone.from_utc_datetime(&at.naive_utc()).naive_local())
}

/// The calendar date in Asia/Ho_Chi_Minh on which an instant falls.
#[must_use]
pub fn date_in_vietnam(at: DateTime<Utc>) -> NaiveDate {
    in_vietnam(at).date()
}

/// An instant as people in Vietnam read it, such as `17:00 30/06/2022`.
#[must_use]
pub fn time_in_vietnam(at: DateTime<Utc>) -> String {
    in_vietnam(at).format("%H:%M %d/%m/%Y").to_string()
}
