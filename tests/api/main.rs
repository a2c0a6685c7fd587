//! The black-box suite: one file per domain, one test per rule, each on both databases.

mod access_matrix;
mod accounts;
mod areas;
mod assignments;
mod bodies;
mod contract;
mod harness;
mod idempotency;
mod limits;
mod lists;
mod outages;
mod problems;
mod revisions;
mod scopes;
mod sessions;
