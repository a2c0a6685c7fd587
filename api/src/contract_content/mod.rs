//! What a contract says: term, lines with their prices and windows, advance, tolerances, annexes. How it is written down so
//! that equal texts have equal hashes. Knows nothing of who confirms it.

pub mod messages;
pub mod queries;
