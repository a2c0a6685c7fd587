//! The partner and the group of a contract: whom a new one may name, and when they may bind themselves.

pub mod queries;
