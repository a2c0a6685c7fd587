//! Who may do what, to which rows.
//!
//! The only way from a handler to data is [`Access<P>`], which exists only after the policy allowed permission
//! `P`; what it hands out is already cut down to the reach of the caller (architecture §1 and §4).

mod api_key_secret;
mod assertion;
pub mod attempts;
mod authenticate;
mod caller;
mod claims;
mod client_key;
mod client_proof;
mod client_scope;
mod client_secret;
mod gate;
mod key_holder;
mod machine;
pub mod opaque;
pub mod password;
pub mod permission;
mod policy;
mod reach;
pub mod refresh;
mod rows;
pub mod token;

pub use api_key_secret::ApiKeySecret;
pub use assertion::Once;
pub use authenticate::{Bearer, read_bearer};
pub(crate) use authenticate::{CONFIRMED_BY_TWO, holds_on, is_confirmed_by_two, is_settled, not_over};
pub use caller::{Assignment, Caller, Principal, Role, Scope};
pub use client_key::ClientKey;
pub use client_proof::{Presented, Proof};
pub use client_scope::ClientScope;
pub use client_secret::ClientSecret;
pub(crate) use gate::FRESH_SECONDS;
pub use gate::{Access, Gate, Public, Requirement, SignIn, SignedIn, owned_ids};
pub use key_holder::{KeyHolder, KeyLookup, read_key};
pub(crate) use machine::may_call_from;
pub use permission::{Grain, Permission, Permit, RowLevel, TotalsOnly};
pub use policy::{Standing, allows, is_scope, keys_may, machines_may, roles_of};
pub use reach::{Owned, Reach, Within, descendants};
pub use rows::Rows;
