//! What may be delivered of the lines of a contract, and what was: the rows that deliveries take turns at.

pub mod commands;
pub mod messages;
pub mod queries;
