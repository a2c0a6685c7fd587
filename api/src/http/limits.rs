//! How many requests a principal may send: fixed windows, mostly of a minute, counted in memory per instance.
//!
//! A window of its own (and not a library's leaky bucket) because the headers of api-conventions §11 speak of what
//! is left in the window, and a 304 gives its request back.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};

use crate::error::Error;

/// A limit with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    /// Its name in `RateLimit-Policy`.
    pub name: &'static str,
    /// Requests per window.
    pub quota: u32,
    /// Seconds that a window lasts.
    pub window_seconds: u32,
}

/// What is left of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Under which limit.
    pub policy: Policy,
    /// Requests left.
    pub remaining: u32,
    /// Seconds until the window starts anew.
    pub reset_seconds: u32,
}

const MINUTE: u32 = 60;
const MOST_WINDOWS: usize = 100_000;

#[derive(Clone, Copy, Debug)]
struct Window {
    start: i64,
    end: i64,
    used: u32,
}

/// The windows of all principals.
#[derive(Debug, Default)]
pub struct Limits {
    windows: Mutex<HashMap<(&'static str, String), Window>>,
}

impl Limits {
    /// Counts one request of `who`.
    ///
    /// # Errors
    /// 429 when the window is used up.
    pub fn take(&self, policy: Policy, who: &str, now: DateTime<Utc>) -> Result<Left, Error> {
        let second = now.timestamp();
        let length = i64::from(policy.window_seconds.max(1));
        let start = second - second.rem_euclid(length);
        let fresh = Window { start, end: start + length, used: 0 };
        let reset_seconds = u32::try_from(fresh.end - second).unwrap_or(1);
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MOST_WINDOWS {
            windows.retain(|_, window| window.end > second);
        }
        let window = windows.entry((policy.name, who.to_owned())).or_insert(fresh);
        if window.start != start {
            *window = fresh;
        }
        if window.used >= policy.quota {
            return Err(Error::TooMany(Left { policy, remaining: 0, reset_seconds }));
        }
        window.used += 1;
        Ok(Left { policy, remaining: policy.quota - window.used, reset_seconds })
    }

    /// Counts nothing, and refuses once the window of `who` is used up.
    ///
    /// # Errors
    /// 429, as [`Limits::take`].
    pub fn check(&self, policy: Policy, who: &str, now: DateTime<Utc>) -> Result<(), Error> {
        let second = now.timestamp();
        let windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        match windows.get(&(policy.name, who.to_owned())) {
            Some(window) if window.used >= policy.quota && window.end > second => {
                let reset_seconds = u32::try_from(window.end - second).unwrap_or(1);
                Err(Error::TooMany(Left { policy, remaining: 0, reset_seconds }))
            }
            _ => Ok(()),
        }
    }

    /// Gives a request back (304 is free).
    pub fn give_back(&self, policy: Policy, who: &str) {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(window) = windows.get_mut(&(policy.name, who.to_owned())) {
            window.used = window.used.saturating_sub(1);
        }
    }
}

impl Policy {
    /// So many requests a minute.
    #[must_use]
    pub const fn a_minute(name: &'static str, quota: u32) -> Self {
        Self { name, quota, window_seconds: MINUTE }
    }

    /// So many requests an hour.
    #[must_use]
    pub const fn an_hour(name: &'static str, quota: u32) -> Self {
        Self { name, quota, window_seconds: 60 * MINUTE }
    }

    /// The value of `RateLimit-Policy`.
    #[must_use]
    pub fn header(&self) -> String {
        format!("\"{}\";q={};w={}", self.name, self.quota, self.window_seconds)
    }
}

impl Left {
    /// The value of `RateLimit`.
    #[must_use]
    pub fn header(&self) -> String {
        format!("\"{}\";r={};t={}", self.policy.name, self.remaining, self.reset_seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap_or_default()
    }

    #[test]
    fn a_window_ends_and_a_304_is_free() {
        let limits = Limits::default();
        let policy = Policy::a_minute("default", 2);
        assert_eq!(limits.take(policy, "a", at(60)).map(|left| left.remaining).ok(), Some(1));
        assert!(limits.take(policy, "a", at(61)).is_ok());
        assert!(matches!(
            limits.take(policy, "a", at(62)),
            Err(Error::TooMany(Left { remaining: 0, reset_seconds: 58, .. }))
        ));
        assert!(limits.check(policy, "a", at(119)).is_err() && limits.check(policy, "a", at(120)).is_ok());
        assert!(limits.check(policy, "b", at(62)).is_ok());
        assert!(limits.take(policy, "b", at(62)).is_ok());
        limits.give_back(policy, "a");
        assert!(limits.take(policy, "a", at(63)).is_ok());
        assert!(limits.take(policy, "a", at(120)).is_ok());
    }
    #[test]
    fn windows_are_as_long_as_their_policy_says() {
        let limits = Limits::default();
        let (hourly, minutely) = (Policy::an_hour("registration", 1), Policy::a_minute("default", 1));
        assert_eq!(hourly.header(), "\"registration\";q=1;w=3600");
        for policy in [hourly, minutely] {
            assert!(limits.take(policy, "a", at(7200)).is_ok());
        }
        assert!(limits.take(minutely, "a", at(7260)).is_ok());
        let refused = limits.take(hourly, "a", at(7260));
        assert!(matches!(refused, Err(Error::TooMany(Left { reset_seconds: 3540, .. }))));
        assert!(limits.take(hourly, "a", at(10_800)).is_ok());
    }
}
