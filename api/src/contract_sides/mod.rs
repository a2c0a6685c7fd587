//! By which side somebody comes to a contract, and that nobody ever acts for both.

pub mod commands;
pub mod queries;
