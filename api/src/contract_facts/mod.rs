//! What the journal keeps of contracts, and whom it tells.

pub mod messages;
