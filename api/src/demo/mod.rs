//! The demo province: loads invented people on the real map into an empty database and serves it on this machine.
//! It never touches a database that holds anything else: what it finds decides, before the first statement that writes.

mod accounts;
mod donors;
mod farming;
mod keys;
mod learning;
mod load;
mod measuring;
pub mod province;
mod reporting;
mod run;
mod trading;
mod welcome;

pub use keys::DemoKeys;
pub use load::{Loaded, load};
pub use run::{prepare, run};
pub use welcome::welcome;

/// The seed of the demo: the same seed gives the same province.
pub const SEED: u64 = 2022;
