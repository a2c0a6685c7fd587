//! The life of a call.

use chrono::{DateTime, Utc};
use entity::enums::CallStatus;

use crate::{
    access::{Permission, permission::Calls},
    error::Code,
    workflow::Step,
};

/// What steps that move money can refuse with.
pub const REFUSALS: &[Code] = &[Code::FundsExceeded, Code::PeriodClosed];

/// The table.
pub const STEPS: &[Step<CallStatus>] = &[
    Step {
        action: "open",
        from: &[CallStatus::Draft],
        to: CallStatus::Open,
        needs: Permission::Calls(Calls::OpenCall),
    },
    Step {
        action: "close",
        from: &[CallStatus::Open],
        to: CallStatus::Closed,
        needs: Permission::Calls(Calls::CloseCall),
    },
    Step {
        action: "archive",
        from: &[CallStatus::Closed],
        to: CallStatus::Archived,
        needs: Permission::Calls(Calls::ArchiveCall),
    },
];

/// The state at an instant: an open call is closed once its closing instant has passed (domain §4.2).
#[must_use]
pub fn status_at(stored: CallStatus, closes_at: DateTime<Utc>, now: DateTime<Utc>) -> CallStatus {
    if stored == CallStatus::Open && closes_at <= now { CallStatus::Closed } else { stored }
}
