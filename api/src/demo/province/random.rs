//! Choices that depend on the seed alone (SplitMix64). There is no other randomness in the demo.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A seeded stream of choices.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The stream of one subject. Streams of different subjects do not disturb each other, so a new
    /// subject leaves the rest of the province as it was.
    pub fn of(seed: u64, subject: &str) -> Self {
        let mut state = 0xcbf2_9ce4_8422_2325_u64;
        for byte in subject.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut random = Self { state: state ^ seed };
        let state = random.next();
        Self { state }
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `n - 1`; 0 when there is nothing to choose from.
    pub fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.next()) * n as u128;
        (wide >> 64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = (high - low).max(0) as usize;
        low + self.below(span + 1) as i64
    }

    /// True in `per_mille` of 1,000 cases.
    pub fn chance(&mut self, per_mille: usize) -> bool {
        self.below(1000) < per_mille
    }

    /// One of the items, of which there is at least one.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// One of the items by weight; there is at least one.
    pub fn weighted<T: Copy>(&mut self, items: &[(T, usize)]) -> T {
        let mut left = self.below(items.iter().map(|(_, weight)| weight).sum());
        for (item, weight) in items {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        items[0].0
    }

    /// Puts the items into a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// An id of version 7 for a record made at that instant.
    pub fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let millis = (at.timestamp_millis().max(0) as u128) << 80;
        let high = (u128::from(self.next()) & 0x0fff) << 64;
        let low = u128::from(self.next() >> 2);
        Uuid::from_u128(millis | 0x7000 << 64 | high | 0x8000_0000_0000_0000 | low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_subject_give_the_same_stream() {
        let stream = |seed, subject| {
            let mut random = Random::of(seed, subject);
            [random.next(), random.next()]
        };
        assert_eq!(stream(7, "names"), stream(7, "names"));
        assert_ne!(stream(7, "names"), stream(8, "names"));
        assert_ne!(stream(7, "names"), stream(7, "groups"));
    }

    #[test]
    fn ids_have_version_7_and_order_by_time() {
        let mut random = Random::of(1, "ids");
        let early = random.id(DateTime::UNIX_EPOCH);
        let late = random.id(DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1));
        assert_eq!((early.get_version_num(), early.get_variant()), (7, uuid::Variant::RFC4122));
        assert!(early < late);
    }
}
