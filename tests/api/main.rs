//! The black-box suite: one file per domain, one test per rule, each on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod abolished_units;
mod access_matrix;
mod accounts;
mod areas;
mod assignments;
mod bodies;
mod consents;
mod contract;
mod demo;
mod docs;
mod erasures;
mod group_steps;
mod groups;
mod harness;
mod household_members;
mod households;
mod idempotency;
mod identities;
mod initial_passwords;
mod journal;
mod limits;
mod lists;
mod lookup_keys;
mod lookups;
mod memberships;
mod notices;
mod offices;
mod outages;
mod person_search;
mod persons;
mod poverty;
mod problems;
mod races;
mod reference;
mod refresh_tokens;
mod report_lists;
mod reports;
mod revisions;
mod scopes;
mod sealing;
mod sessions;
mod sign_in_limits;
mod stored_keys;
mod tampering;
