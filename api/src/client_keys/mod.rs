//! Public keys that machine clients register. Verifying signatures is the business of `access`.

pub mod messages;
