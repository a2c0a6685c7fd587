//! `ETag` and `If-Match`: nobody overwrites what they have not read.

use actix_web::{HttpRequest, http::header};

use crate::error::{Code, Error};

/// The strong ETag of a version, the same for every caller.
#[must_use]
pub fn etag_of(version: i32) -> String {
    format!("\"v{version}\"")
}

/// The revision the caller read, from `If-Match`. Required on every change; asked for after the replay of a known
/// idempotency key, so that a retry with an old revision still gets its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision(Option<i32>);

/// What no row ever has: the version of an ETag that is none of this service. So such a one is stale, where the row is
/// looked up, and not before it.
const NEVER: i32 = 0;

impl Revision {
    pub(crate) fn take(request: &HttpRequest) -> Self {
        let sent =
            request.headers().get(header::IF_MATCH).map(|value| value.to_str().unwrap_or_default().trim());
        Self(sent.filter(|text| *text != "*" && !text.is_empty()).map(|text| {
            text.strip_prefix("\"v")
                .and_then(|rest| rest.strip_suffix('"'))
                .and_then(|number| number.parse().ok())
                .filter(|version| etag_of(*version) == text)
                .unwrap_or(NEVER)
        }))
    }

    /// The version.
    ///
    /// # Errors
    /// 428 when none was sent.
    pub fn required(&self) -> Result<i32, Error> {
        self.0.ok_or(Error::Refused(Code::PreconditionRequired))
    }
}

/// True when `If-None-Match` names this ETag.
pub(crate) fn is_known(request: &HttpRequest, etag: &str) -> bool {
    let sent = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    sent.is_some_and(|text| {
        text.trim() == "*" || text.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
    })
}
