//! When sessions of training are, and the days of an event that follow from them. It writes nothing.

pub mod queries;
