//! The money of calls by area and fiscal year: what opening a call takes from the fund and its ceilings, and what it
//! gives back.

pub mod commands;
pub mod queries;
