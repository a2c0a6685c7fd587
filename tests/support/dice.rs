//! Chance that can be had again: `TRIAL_SEED` sets where it begins.

#![expect(clippy::panic, reason = "test support fails loudly")]

use uuid::Uuid;

/// A source of numbers that follow from a seed (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice {
    seed: u64,
    state: u64,
}

impl Dice {
    /// New dice; says how to throw them again.
    ///
    /// # Panics
    /// If `TRIAL_SEED` is no number.
    #[must_use]
    pub fn new(trial: &str) -> Self {
        let said = std::env::var("TRIAL_SEED").ok();
        let seed = said.map_or_else(
            || Uuid::now_v7().as_u64_pair().1 % 1_000_000_000,
            |text| text.parse().unwrap_or_else(|_| panic!("TRIAL_SEED must be a number, not {text}")),
        );
        eprintln!("{trial}: TRIAL_SEED={seed} throws the same numbers again");
        Self { seed, state: seed }
    }

    /// Where they began.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from(self.number() % end).unwrap_or_default()
    }

    /// One of several.
    ///
    /// # Panics
    /// If there are none.
    pub fn one_of<'a, T>(&mut self, several: &'a [T]) -> &'a T {
        &several[self.below(several.len())]
    }

    /// Yes, once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}
