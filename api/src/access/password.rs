//! Passwords: Argon2id on blocking threads, a few at a time.
//!
//! Refuses to queue without end, and to tell by its timing whether an account exists. Rules about
//! length and breached words are not here.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use unicode_normalization::UnicodeNormalization;

use crate::{error::Error, store::vault::random};

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const WAITERS: usize = 64;
const PLAIN: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz123456789";

/// Too many passwords are being worked on; the caller should come back later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy;

/// Hashes and verifies passwords, with a bound on work in progress and on waiters.
#[derive(Debug)]
pub struct PasswordHasher {
    permits: Arc<Semaphore>,
    queue: Semaphore,
}

/// Stands for the hash of an account that does not exist: as much work as a real one, and of no known password.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm8gYWNjb3VudCBoZXJlIQ$bm8gcGFzc3dvcmQgYXQgYWxsIGhhcyB0aGlzIGhhc2g";

/// A password made by the service, shown once.
pub struct OneTime {
    /// What the account's owner is told.
    pub shown: String,
    /// What is stored.
    pub hash: String,
}

impl std::fmt::Debug for OneTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OneTime")
    }
}

impl From<Busy> for Error {
    fn from(_: Busy) -> Self {
        Self::Unavailable
    }
}

impl PasswordHasher {
    /// Works on as many passwords at once as there are permits, best one per core.
    pub fn new(permits: usize) -> Self {
        Self { permits: Arc::new(Semaphore::new(permits.max(1))), queue: Semaphore::new(WAITERS) }
    }

    /// Makes a password of 100 random bits in letters and digits that cannot be mistaken for one another.
    pub async fn one_time(&self) -> Result<OneTime, Busy> {
        let shown = random::<20>().map(|byte| char::from(PLAIN[usize::from(byte) % PLAIN.len()]));
        let groups: Vec<String> = shown.chunks(5).map(|group| group.iter().collect()).collect();
        let shown = groups.join("-");
        let hash = self.hash(shown.clone()).await?;
        Ok(OneTime { shown, hash })
    }

    /// The text to store for a password.
    pub async fn hash(&self, password: String) -> Result<String, Busy> {
        let permit = self.permit().await?;
        let work = move || {
            let _held_to_the_end = permit;
            hash_blocking(&password)
        };
        spawn_blocking(work).await.map_err(|_| Busy)
    }

    /// Whether the password belongs to the stored text; without one it is false, after the same time.
    pub async fn verify(&self, password: String, phc: Option<String>) -> Result<bool, Busy> {
        let permit = self.permit().await?;
        let work = move || {
            let _held_to_the_end = permit;
            matches(&password, phc.as_deref())
        };
        spawn_blocking(work).await.map_err(|_| Busy)
    }

    /// The permit goes into the work: a caller who hangs up does not make room before it is done.
    async fn permit(&self) -> Result<OwnedSemaphorePermit, Busy> {
        if let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() {
            return Ok(permit);
        }
        let _place = self.queue.try_acquire().map_err(|_| Busy)?;
        Arc::clone(&self.permits).acquire_owned().await.map_err(|_| Busy)
    }
}

/// The text to store for a password, worked out on this thread: for the command line.
#[expect(clippy::expect_used, reason = "fixed valid parameters, and no password is longer than 4 GiB")]
pub fn hash_blocking(password: &str) -> String {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are valid");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password(composed(password).as_bytes()).expect("the password is short").to_string()
}

fn matches(password: &str, phc: Option<&str>) -> bool {
    let stored = phc.and_then(|text| PasswordHash::new(text).ok());
    if phc.is_some() && stored.is_none() {
        tracing::error!("a stored password hash cannot be read");
    }
    let is_known = stored.is_some();
    let Some(hash) = stored.or_else(|| PasswordHash::new(NOBODY).ok()) else { return false };
    // The parameters are those of the hash; the comparison takes constant time.
    let is_right = Argon2::default().verify_password(composed(password).as_bytes(), &hash).is_ok();
    is_known && is_right
}

/// NFC, so that a password does not depend on how a keyboard composes its accents.
fn composed(password: &str) -> String {
    password.nfc().collect()
}

#[cfg(test)]
mod tests {
    use std::task::Poll;

    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_however_its_accents_are_typed() {
        let hasher = PasswordHasher::new(2);
        let phc = hasher.hash("mật khẩu".to_owned()).await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_eq!(hasher.verify("mật khẩu".nfd().collect(), Some(phc.clone())).await, Ok(true));
        assert_eq!(hasher.verify("mat khau".to_owned(), Some(phc)).await, Ok(false));
    }

    #[tokio::test]
    async fn without_a_readable_hash_no_password_is_right() {
        let hasher = PasswordHasher::new(1);
        let known = "the password of an account that does not exist";
        assert_eq!(hasher.verify(known.to_owned(), None).await, Ok(false));
        assert_eq!(hasher.verify(known.to_owned(), Some("rubbish".to_owned())).await, Ok(false));
        assert!(PasswordHash::new(NOBODY).is_ok_and(|hash| hash.hash.is_some() && hash.salt.is_some()));
    }

    #[tokio::test]
    async fn a_password_made_by_the_service_is_one_that_may_be_chosen() {
        let made = PasswordHasher::new(1).one_time().await.unwrap();
        assert_eq!(made.shown.len(), 23);
        assert!(crate::values::NewPassword::parse(&made.shown).is_ok());
        assert!(matches(&made.shown, Some(&made.hash)));
    }

    #[tokio::test]
    async fn a_full_queue_is_busy_and_empties_when_callers_leave() {
        let hasher = PasswordHasher::new(1);
        let held = hasher.permit().await.unwrap();
        let mut waiters: Vec<_> = (0..WAITERS).map(|_| Box::pin(hasher.permit())).collect();
        for waiter in &mut waiters {
            let polled = std::future::poll_fn(|cx| Poll::Ready(waiter.as_mut().poll(cx).is_pending()));
            assert!(polled.await);
        }
        assert_eq!(hasher.verify(String::new(), None).await, Err(Busy));
        waiters.clear();
        drop(held);
        assert!(hasher.permit().await.is_ok());
    }
}
