//! What results brought and cost in a year, and how many people share it: the aggregate queries behind income. It has no
//! operations.

pub mod queries;
