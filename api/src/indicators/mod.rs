//! What is counted and how: each indicator is one aggregate query over dated facts. It keeps no sums and has no
//! operations; reports ask it.

pub mod messages;
pub mod people;
pub mod queries;
