//! What comes in and goes out: bodies, queries, revisions, replies, problem documents, and the envelope around all.

mod accept;
mod body;
mod call;
pub mod codes;
mod csv;
mod cursor;
pub mod envelope;
mod forwarded;
mod json;
pub mod language;
pub mod limits;
mod list;
mod path;
pub mod problem;
mod reply;
mod revision;
mod schema_check;
mod summed;
mod warning;

pub(crate) use accept::require_json;
pub(crate) use body::{JSON, MERGE_PATCH, PROBLEM};
pub use body::{Json, MergePatch, Nothing, present};
pub use call::{Caching, Call, OptionalKey};
pub use csv::Csv;
pub use cursor::Cursor;
pub use language::Language;
pub(crate) use list::refuse_parameters;
pub use list::{Filter, List, PageRequest, Query};
pub use path::{Path, PathIds};
pub use problem::Problem;
pub use reply::{Answer, Computed, Created, Download, FileKind, Found, NoContent, Page, PageBody, PageInfo};
pub(crate) use revision::is_known;
pub use revision::{Revision, etag_of};
pub use summed::{Summed, SummedBody};
pub use warning::Warning;
