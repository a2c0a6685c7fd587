//! The keyed hashes that persons are found by, and how their key is replaced. A hash is never shown, and nothing about
//! a person can be read from one without the key.

mod commands;
pub mod queries;

pub use commands::{Rehashed, rehash};
