//! Looking through deliveries: filters, orders, and what is read with each. The operations are the lists of `deliveries`.

pub mod messages;
pub mod queries;
