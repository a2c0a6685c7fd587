//! What taking a posting back changes besides the books: the sums of its tranche, its application, its entry of an own
//! contribution. It has no operations; corrections carry it out.

pub mod commands;
