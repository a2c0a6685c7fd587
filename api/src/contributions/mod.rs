//! What groups give for their works themselves.

pub mod queries;
