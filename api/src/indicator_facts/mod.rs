//! The facts behind indicators, one row each: which they are, by what they are broken down, and what they add to each
//! measure. A figure is the sum over these rows and the list of its records are the same rows, so the two agree. It has
//! no operations; values, records and publications ask it.

mod ages;
mod groups;
mod members;
mod money_and_places;
mod people;
pub mod queries;

pub use ages::Ages;
pub use queries::{Asked, Fact, facts_of};
