//! The only place with a database connection.
//!
//! Reads go through `Access` (`reading.rs`), writes through `access.write` and `access.change` (`writing.rs`): one
//! transaction with the idempotency claim, the work, the journal entries and the remembered reply.

mod bulk;
mod chain;
mod change;
mod claims;
mod connect;
pub mod contents;
mod credentials;
mod data_keys;
mod dated;
mod door;
mod files;
mod forgetting;
mod journalling;
pub mod keys;
mod lateness;
mod missing_keys;
mod paging;
mod published;
mod reading;
mod remembered;
pub mod schema;
mod sealing;
mod search;
mod signing;
mod summing;
mod token_key;
mod tx;
mod upkeep;
pub mod vault;
mod verifying;
mod writing;

pub(crate) use bulk::Bulk;
pub(crate) use change::facts_of;
pub use change::{Change, Entry, Owner, Resource};
pub(crate) use connect::sqlite_file;
pub use connect::{Backend, Store};
pub use credentials::Own;
pub use dated::Dated;
pub use door::Door;
pub use files::{Content, Files};
pub use forgetting::Forgotten;
pub(crate) use journalling::SEALED_AS as JOURNAL_SEAL;
pub use paging::{Paged, SortBy, SortKind, unseen};
pub use published::Published;
pub use reading::Reading;
pub use reading::Snapshot;
pub use sealing::{seal, seal_forever};
pub use search::{Words, starting};
pub use signing::Rotation;
pub use summing::sum_vnd;
pub use tx::{Revised, Tx};
pub use upkeep::Rewrapped;
pub(crate) use upkeep::Task;
pub use verifying::{Broken, Reason, Verified, verify};
pub(crate) use writing::record_refusal;
pub use writing::{Intent, Reply, Verdict, Written};
