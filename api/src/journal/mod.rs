//! The journal, read over the wire: the history of a resource and the audit log; and the sealer that chains it.
//! Nothing here or elsewhere alters an entry.

pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(_: &mut Routes<'_>) {}
