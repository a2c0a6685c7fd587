//! What was delivered under contracts.

pub mod queries;
