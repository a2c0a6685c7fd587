//! What groups earned by their plans in a year and lost to hazards, and which project communes have an OCOP product: small
//! aggregate queries, each over the records that a list shows. It has no operations; reports ask it.

mod lists;
pub mod messages;
pub mod queries;
