//! Support of the black-box suite: what every test needs besides its rule.
//!
//! [`App`] is the real service in process, on a database of its own, with a fixed clock; callers are values, and every
//! reply is checked against the contract and the journal before a test sees it.

mod actors;
pub mod api_keys;
mod app;
pub mod applications;
pub mod books;
mod callers;
pub mod calls;
mod cast;
pub mod clients;
pub mod contract;
pub mod contracts;
pub mod courses;
pub mod databases;
pub mod deliveries;
mod dice;
pub mod errands;
mod fixtures;
mod funds;
mod grants;
pub mod grid;
pub mod hidden;
mod holding;
mod lookups;
mod machines;
pub mod market;
pub mod moves;
pub mod partners;
mod people;
mod periods;
pub mod plans;
pub mod play;
pub mod process;
mod reply;
pub mod ripe;
mod roles;
mod settled;
mod setup;
mod targets;
mod terms;
mod trained;
pub mod trainings;
pub mod village;

pub use app::{App, at_once, over_tcp};
pub use callers::{Ask, Caller};
pub use cast::Cast;
pub use dice::Dice;
pub use funds::{Call, Move};
pub use grants::Granted;
pub use reply::{Reply, finding};
pub use setup::Setup;
pub use terms::Terms;
