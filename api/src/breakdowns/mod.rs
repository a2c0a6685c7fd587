//! Totals broken down by place, form, value chain, sex and ethnic group: folds the cells of one scan into rows that
//! add up to the totals. It asks the database nothing.

pub mod messages;
pub mod queries;
pub mod tallies;
