//! The Farmers' Union API: register, grants, contracts and figures of one province.
//!
//! Shared machinery lives in five folders (`access`, `http`, `routes`, `store`, `values`); everything else is a domain.

pub mod access;
pub mod accounts;
pub mod app;
pub mod areas;
pub mod assignments;
pub mod breakdowns;
pub mod cli;
pub mod clock;
pub mod config;
pub mod consents;
pub mod demo;
pub mod departures;
pub mod docs;
pub mod endings;
pub mod erasures;
pub mod error;
pub mod extents;
pub mod group_chains;
pub mod groups;
pub mod health;
pub mod household_members;
pub mod households;
pub mod http;
pub mod identities;
pub mod indicators;
pub mod journal;
pub mod lookup_hashes;
pub mod lookups;
pub mod maps;
pub mod memberships;
pub mod notices;
pub mod offices;
pub mod periods;
pub mod persons;
pub mod poverty;
pub mod reference;
pub mod reports;
pub mod routes;
pub mod server;
pub mod sessions;
pub mod store;
pub mod telemetry;
pub mod values;
pub mod workflow;
