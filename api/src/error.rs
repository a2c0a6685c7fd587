//! One error for the whole service: a variant is a kind of answer, not a place in the code.

use std::borrow::Cow;

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};
use serde_json::Value;

pub use crate::faults::{Faults, FieldError, Place};
pub use crate::http::codes::Code;
use crate::{http::limits::Left, values::FieldCode};

/// A sentence for the person using the API, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Vietnamese, the default.
    pub vi: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

impl Text {
    /// A sentence known when the program is compiled.
    #[must_use]
    pub const fn new(vi: &'static str, en: &'static str) -> Self {
        Self { vi: Cow::Borrowed(vi), en: Cow::Borrowed(en) }
    }

    /// A sentence with numbers or names of rules in it; never with what the caller sent.
    #[must_use]
    pub fn made(vi: String, en: String) -> Self {
        Self { vi: Cow::Owned(vi), en: Cow::Owned(en) }
    }
}

/// One rule that was not met, with the number it needs and the number found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule, as a word clients decide by.
    pub rule: &'static str,
    /// What it needs: a count, đồng or basis points, as the rule says.
    pub needed: Option<i64>,
    /// What there is.
    pub found: Option<i64>,
    /// The rule as a sentence.
    pub detail: Text,
}

impl Finding {
    /// A rule that needs one number and found another.
    #[must_use]
    pub const fn new(rule: &'static str, needed: i64, found: i64, detail: Text) -> Self {
        Self { rule, needed: Some(needed), found: Some(found), detail }
    }

    /// A rule without numbers.
    #[must_use]
    pub const fn plain(rule: &'static str, detail: Text) -> Self {
        Self { rule, needed: None, found: None, detail }
    }
}

/// The answer when it is no.
#[derive(Debug)]
pub enum Error {
    /// 400: the request cannot be read, or a parameter is wrong.
    Malformed(Code, Vec<FieldError>),
    /// 401.
    Unauthenticated(Code),
    /// 403.
    Forbidden(Code, Option<Text>),
    /// 404: not there, or outside the reach; the two are the same.
    NotFound,
    /// 404: a row that the body names is not there, or outside the reach; all field errors.
    Unknown(Vec<FieldError>),
    /// 409 and 410: the state does not allow it; 406 for a format that is named. `members` are added to the problem document.
    Conflict {
        /// Which conflict.
        code: Code,
        /// What to do about it.
        detail: Option<Text>,
        /// Further members, an object or null.
        members: Value,
    },
    /// 412: somebody else changed it.
    Stale {
        /// The etag it has now.
        current_etag: Option<String>,
    },
    /// 422: all field errors.
    Invalid(Vec<FieldError>),
    /// Any other refusal that needs nothing but its code (405, 408, 413, 414, 415, 422, 428, 431).
    Refused(Code),
    /// 429: the limit that is used up.
    TooMany(Left),
    /// 503: the database or a queue cannot serve now.
    Unavailable,
    /// 500: logged once, never shown.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// A conflict with a sentence.
    #[must_use]
    pub fn conflict(code: Code, detail: Text) -> Self {
        Self::Conflict { code, detail: Some(detail), members: Value::Null }
    }

    /// One field error.
    #[must_use]
    pub fn invalid(pointer: impl Into<String>, code: FieldCode, detail: Text) -> Self {
        Self::Invalid(vec![FieldError::at(pointer, code).saying(detail)])
    }

    /// One member of the body that names a row that is not there, or outside the reach.
    #[must_use]
    pub fn unknown(pointer: impl Into<String>, detail: Text) -> Self {
        Self::Unknown(vec![FieldError::at(pointer, FieldCode::NotFound).saying(detail)])
    }

    /// The same instead of a plain 404, when the row was looked up for a member of the body.
    #[must_use]
    pub fn naming(self, pointer: &str, detail: Text) -> Self {
        if matches!(self, Self::NotFound) { Self::unknown(pointer, detail) } else { self }
    }

    /// One wrong parameter.
    #[must_use]
    pub fn parameter(name: &'static str, code: FieldCode) -> Self {
        Self::Malformed(Code::InvalidParameter, vec![FieldError::parameter(name, code)])
    }

    /// A parameter that is well formed but does not fit the data (422).
    #[must_use]
    pub fn unfit_parameter(name: &'static str, code: FieldCode, detail: Text) -> Self {
        Self::Invalid(vec![FieldError::parameter(name, code).saying(detail)])
    }

    /// A step that the workflow does not offer now.
    #[must_use]
    pub fn step_not_open(allowed: &[&'static str]) -> Self {
        Self::Conflict {
            code: Code::StateConflict,
            detail: None,
            members: serde_json::json!({ "allowed_actions": allowed }),
        }
    }

    /// Rules that were not met (`not_eligible`, `funds_exceeded`, `conditions_unmet`), each with its numbers.
    #[must_use]
    pub fn unmet(code: Code, findings: &[Finding]) -> Self {
        let each = |finding: &Finding| {
            let Finding { rule, needed, found, detail } = finding;
            serde_json::json!({ "rule": rule, "needed": needed, "found": found, "vi": detail.vi, "en": detail.en })
        };
        let findings: Vec<Value> = findings.iter().map(each).collect();
        Self::Conflict { code, detail: None, members: serde_json::json!({ "findings": findings }) }
    }

    /// Two duties that one human must not hold (architecture §4).
    #[must_use]
    pub const fn separation_of_duties() -> Self {
        Self::Forbidden(Code::SeparationOfDuties, None)
    }

    /// A fault inside the service.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }

    /// The code of the problem document.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Malformed(code, _)
            | Self::Unauthenticated(code)
            | Self::Forbidden(code, _)
            | Self::Conflict { code, .. }
            | Self::Refused(code) => *code,
            Self::NotFound | Self::Unknown(_) => Code::NotFound,
            Self::Stale { .. } => Code::PreconditionFailed,
            Self::Invalid(_) => Code::ValidationFailed,
            Self::TooMany(_) => Code::RateLimited,
            Self::Unavailable => Code::ServiceUnavailable,
            Self::Internal(_) => Code::InternalError,
        }
    }
}

/// Guards of the schema that concurrent requests can run into.
const GUARDS: [&str; 9] = [
    "cadre_post_no_overlap",
    "membership_no_overlap",
    "group_office_one_head",
    "household_member_no_overlap",
    "household_member_one_head",
    "household_place_no_overlap",
    "poverty_status_no_overlap",
    "group_period_no_overlap",
    "project_commune_no_overlap",
];

/// Checks of the schema that keep money from being promised or paid twice, and sums within what amounts can be.
const LIMITS: [&str; 5] = [
    "account_balance_not_overdrawn",
    "account_balance_sums",
    "call_allotment_committed",
    "fund_ceiling_taken",
    "disbursement_kept",
];

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        let message = error.to_string();
        if LIMITS.iter().any(|limit| message.contains(limit)) {
            return Self::Conflict { code: Code::FundsExceeded, detail: None, members: Value::Null };
        }
        if GUARDS.iter().any(|guard| message.contains(guard)) {
            return Self::conflict(
                Code::StateConflict,
                Text::new(
                    "Khoảng thời gian chồng lên một khoảng đã có.",
                    "The interval overlaps one that is already recorded.",
                ),
            );
        }
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(what))
                if what.contains("_pkey") || what.trim_end_matches([')', ' ']).ends_with(".id") =>
            {
                Self::Conflict { code: Code::IdConflict, detail: None, members: Value::Null }
            }
            Some(SqlErr::UniqueConstraintViolation(_)) => {
                Self::Conflict { code: Code::Duplicate, detail: None, members: Value::Null }
            }
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => Self::invalid(
                "",
                FieldCode::NotFound,
                Text::new("Một mã được nêu không tồn tại.", "An id or code that is named does not exist."),
            ),
            _ if is_outage(&error) => Self::Unavailable,
            _ => Self::internal(error),
        }
    }
}

/// True when the database cannot be reached or is overloaded, so that trying again later helps.
fn is_outage(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(source)) | DbErr::Query(RuntimeErr::SqlxError(source)) => {
            match source.as_ref() {
                sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed => true,
                sqlx::Error::Database(said) => said.code().is_some_and(|code| passes(&code)),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Codes of conditions that pass by themselves. PostgreSQL: connection lost, out of connections, shutting down,
/// deadlock, read-only while a replica takes over. SQLite: busy or locked.
fn passes(code: &str) -> bool {
    const CLASSES: [&str; 5] = ["08", "53", "57P", "40", "25006"];
    const SQLITE_BUSY_OR_LOCKED: [&str; 6] = ["5", "6", "261", "262", "517", "773"];
    let is_sqlstate = code.len() == 5;
    (is_sqlstate && CLASSES.iter().any(|class| code.starts_with(class)))
        || SQLITE_BUSY_OR_LOCKED.contains(&code)
}
