//! Tranches of grants.

pub mod queries;
