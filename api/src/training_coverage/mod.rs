//! Who is trained by a day, and how many of the members and cadres of a day are (indicators G8 and G8b). It writes nothing
//! and has no operations; lists and reports ask it.

mod lists;
pub mod queries;
