//! What was contracted and delivered in a year: two aggregate queries, folded by value chain, kind of partner and place
//! into rows that add up to the same totals. It has no operations; reports ask it.

pub mod messages;
pub mod queries;
pub mod rows;
