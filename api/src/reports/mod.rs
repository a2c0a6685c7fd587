//! To be written.

use crate::routes::Routes;

/// The operations.
pub fn routes(_: &mut Routes<'_>) {}
