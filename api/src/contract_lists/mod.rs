//! Looking through contracts: filters, orders, and what a list shows of each. The operation is the list of `contracts`.

pub mod messages;
pub mod queries;
