//! Training events: what they are about, whom they are for, and where.

pub mod queries;
