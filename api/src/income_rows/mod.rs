//! Rows of the report of income, made from cells. It has no operations.

pub mod queries;
