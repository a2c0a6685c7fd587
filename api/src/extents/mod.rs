//! What a report is about, and how much of it the caller may see. It counts nothing.

pub mod queries;

pub use queries::{Extent, Sight};
