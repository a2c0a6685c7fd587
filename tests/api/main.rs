//! The black-box suite: one file per domain, one test per rule, each on both databases.

mod access_matrix;
mod accounts;
mod areas;
mod assignments;
mod bodies;
mod contract;
mod group_steps;
mod groups;
mod harness;
mod idempotency;
mod limits;
mod lists;
mod memberships;
mod offices;
mod outages;
mod problems;
mod reference;
mod report_lists;
mod reports;
mod revisions;
mod scopes;
mod sessions;
