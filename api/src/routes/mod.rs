//! The typed route table: path, permission, parameters, body, replies and errors of every operation are read off the
//! handler's signature; the OpenAPI document is made from the same types.

mod describe;
mod describe_files;
mod describe_forms;
mod document;
mod draft;
mod examples;
mod handler;
mod oauth_refusals;
mod refusals;
mod serving;
mod table;

pub use document::document;
pub use draft::{Draft, Input, Output};
pub use handler::Handler;
pub use table::{At, Operation, Routes, Tag};
