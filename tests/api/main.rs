//! The black-box suite: one file per domain, one test per rule, each on both databases.

mod areas;
mod harness;
