//! Whom to ask for at a partner: sealed under the key of the partner, told to those who deal with it, in no journal.

pub mod messages;
pub mod queries;
