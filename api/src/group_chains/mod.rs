//! The value chains a group works in, one of them the main one. They are entered and changed with their group alone.

pub mod messages;
pub mod queries;
