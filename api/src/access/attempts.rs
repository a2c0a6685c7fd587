//! How often and how fast passwords may be tried: quotas per address, delays per account, never a lockout.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{app::Service, error::Error, http::Call, values::Password};

/// So many failures cost nothing: people mistype.
const FREE: u32 = 10;
/// The delay after the first failure that costs something; it doubles with each further one.
const FIRST_MILLIS: u64 = 100;
/// The longest delay: strangers may slow somebody down, not lock them out.
const LONGEST_MILLIS: u64 = 2000;
/// Failures are forgotten after so long without another one.
const KEPT: TimeDelta = TimeDelta::minutes(15);
const MOST_NAMES: usize = 100_000;

/// The failures of each login, whether or not there is such an account, from all addresses together.
#[derive(Debug, Default)]
pub struct Attempts {
    failures: Mutex<HashMap<String, (u32, DateTime<Utc>)>>,
}

impl Attempts {
    /// How long to wait before the next try.
    #[must_use]
    pub fn delay(&self, login: &str, now: DateTime<Utc>) -> Duration {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let count = failures.get(login).filter(|(_, last)| now - *last < KEPT).map_or(0, |(count, _)| *count);
        let doublings = count.saturating_sub(FREE);
        let millis = if count < FREE { 0 } else { FIRST_MILLIS << doublings.min(10) };
        Duration::from_millis(millis.min(LONGEST_MILLIS))
    }

    /// Counts a failure.
    pub fn failed(&self, login: &str, now: DateTime<Utc>) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= MOST_NAMES {
            failures.retain(|_, (_, last)| now - *last < KEPT);
        }
        if failures.len() >= MOST_NAMES {
            failures.clear();
        }
        let entry = failures.entry(login.to_owned()).or_insert((0, now));
        *entry = if now - entry.1 < KEPT { (entry.0.saturating_add(1), now) } else { (1, now) };
    }
}

/// Counts one try against the quotas of its address, and of account and address together.
///
/// # Errors
/// 429 when one of them is used up.
pub fn count(service: &Service, call: &Call, login: &str) -> Result<(), Error> {
    let address = call.address.map_or_else(String::new, |address| address.to_string());
    let now = service.clock().now();
    service.limits().take(service.auth_address_policy(), &address, now)?;
    service.limits().take(service.auth_policy(), &format!("{login} {address}"), now)?;
    Ok(())
}

/// Whether the password is that of the stored hash. It takes as long without one, and longer after many failures.
///
/// # Errors
/// 503 when too many passwords are being worked on.
pub async fn is_right(
    service: &Service,
    login: &str,
    password: &Password,
    hash: Option<String>,
) -> Result<bool, Error> {
    wait(service, login).await;
    let is_right = service.passwords().verify(password.expose().to_owned(), hash).await?;
    note(service, login, is_right);
    Ok(is_right)
}

/// Waits as long as the failures of a name cost.
pub async fn wait(service: &Service, name: &str) {
    let delay = service.attempts().delay(name, service.clock().now());
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
}

/// Counts a failure of a name, if it is one.
pub fn note(service: &Service, name: &str, is_right: bool) {
    if !is_right {
        service.attempts().failed(name, service.clock().now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_delay_more_and_more_up_to_two_seconds_and_are_forgotten() {
        let attempts = Attempts::default();
        let at = |minutes| DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes);
        let mut delays = Vec::new();
        for _ in 0..20 {
            delays.push(attempts.delay("an", at(0)).as_millis());
            attempts.failed("an", at(0));
        }
        assert_eq!(delays[..11], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100]);
        assert_eq!(delays[11..17], [200, 400, 800, 1600, 2000, 2000]);
        assert_eq!(attempts.delay("binh", at(0)).as_millis(), 0);
        assert_eq!(attempts.delay("an", at(15)).as_millis(), 0);
    }
}
