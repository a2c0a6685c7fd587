//! Gives planned facts the ids and instants they have as rows.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::calendar::office_hour;
use super::random::Random;

/// Enters the facts of one table, each day in the same hour: rows that others refer to come first.
pub struct Clerk {
    random: Random,
    hour: i64,
}

impl Clerk {
    /// The clerk of that table, who works in that hour after the office opens.
    pub fn of(seed: u64, table: &str, hour: i64) -> Self {
        Self { random: Random::of(seed, &format!("rows of {table}")), hour }
    }

    /// The id and the instant of something entered on that day.
    pub fn enter(&mut self, on: NaiveDate) -> (Uuid, DateTime<Utc>) {
        let at = office_hour(&mut self.random, on, self.hour);
        (self.random.id(at), at)
    }

    /// Choices about the rows.
    pub fn random(&mut self) -> &mut Random {
        &mut self.random
    }
}

/// Positions of `ids` in the order in which the rows were made.
pub fn in_order<T: Ord + Copy>(ids: &[T]) -> Vec<usize> {
    let mut positions: Vec<_> = (0..ids.len()).collect();
    positions.sort_by_key(|position| ids[*position]);
    positions
}
