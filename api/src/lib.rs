//! The Farmers' Union API: register, grants, contracts and figures of one province.
//!
//! Shared machinery lives in five folders (`access`, `http`, `routes`, `store`, `values`); everything else is a domain.

pub mod access;
pub mod accounts;
pub mod app;
pub mod areas;
pub mod assignments;
pub mod clock;
pub mod config;
pub mod docs;
pub mod error;
pub mod groups;
pub mod health;
pub mod households;
pub mod http;
pub mod journal;
pub mod memberships;
pub mod persons;
pub mod reference;
pub mod reports;
pub mod routes;
pub mod sessions;
pub mod store;
pub mod values;
pub mod workflow;
