//! What is to become of each contract that a partner's system sends: decided from what was read before, without a query of
//! its own.

pub mod queries;
