//! The docs page.

use actix_web::web;

/// Registers the page and its files.
pub fn register(_: &mut web::ServiceConfig) {}
