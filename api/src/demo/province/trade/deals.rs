//! A contract before it is written down: between whom, when, and what becomes of it.

use chrono::NaiveDate;
use entity::enums::Side;
use entity::ids::GroupId;

/// What becomes of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// One side writes it.
    Draft,
    /// It waits for both sides.
    Submitted,
    /// One side has confirmed it.
    Half,
    /// The other side has proposed another text.
    Countered,
    /// A side did not want it.
    Rejected,
    /// Both sides have confirmed it; the rest follows from its dates.
    Confirmed,
    /// Everything was delivered.
    Completed,
    /// It was ended before its time.
    Terminated,
}

/// What becomes of its text once it is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It stays.
    None,
    /// A change waits for the other side.
    Pending,
    /// A change was given up.
    Dropped,
    /// A change came into force.
    Made,
}

/// The days of a contract.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// It is signed.
    pub signed: NaiveDate,
    /// First and last day.
    pub starts: NaiveDate,
    /// Last day.
    pub ends: NaiveDate,
    /// Whether it is about the season of a past year.
    pub is_season: bool,
}

/// A contract before it is written down.
#[derive(Clone, Debug)]
pub struct Deal {
    /// The partner, by its place in the list.
    pub partner: usize,
    /// The group.
    pub group: GroupId,
    /// The side that writes it.
    pub by: Side,
    /// Its days.
    pub term: Term,
    /// The day on which it is handed to the other side.
    pub handed: NaiveDate,
    /// What becomes of it.
    pub fate: Fate,
    /// And of its text.
    pub change: Change,
    /// Whether it is signed with others.
    pub framework: Option<String>,
}
