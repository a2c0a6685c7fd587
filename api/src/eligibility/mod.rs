//! Who may apply: the rules of a call against what the register says on the day of submission, and the frozen basis that
//! keeps what was found.

pub mod messages;
pub mod queries;
