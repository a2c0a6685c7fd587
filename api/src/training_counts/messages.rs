//! Counts of training as they go over the wire.

use serde::Serialize;
use utoipa::ToSchema;

/// What training adds up to. A person in two groups who attended three sessions is three marks, one person, one household
/// and two memberships.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrainingCounts {
    /// Events.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 1)]
    pub events: i64,
    /// Their sessions.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 3)]
    pub sessions: i64,
    /// Marks: somebody attended a session.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 71)]
    pub attendances: i64,
    /// Distinct persons of the register with a mark, those found to be guests included.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 24)]
    pub persons: i64,
    /// Those of them who completed an event by its rule.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 22)]
    pub completed: i64,
    /// Guests with a mark whom nobody has found in the register yet.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 2)]
    pub guests: i64,
    /// Distinct households in which the persons lived on the day of the last session.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 23)]
    pub households: i64,
    /// How many people these households have, where that is known.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 98)]
    pub household_members: i64,
    /// Memberships of the persons in groups on the day of the last session.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 25)]
    pub members: i64,
    /// Sessions in which heads were counted.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 1)]
    pub counted_sessions: i64,
    /// The heads counted in them; never added to the marks.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 26)]
    pub heads: i64,
}
