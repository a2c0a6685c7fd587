//! The two maps side by side: which unit answers for a commune on either, and what lies in what. It has no
//! operations; reports and lists use it.

pub mod messages;
pub mod queries;

pub use messages::MapYear;
pub use queries::{Maps, Unit};
