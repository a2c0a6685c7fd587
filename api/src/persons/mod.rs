//! To be written.

pub mod queries;

use crate::routes::Routes;

/// The operations.
pub fn routes(_: &mut Routes<'_>) {}
