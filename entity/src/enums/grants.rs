//! Values of calls and applications.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// State of a call.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CallStatus {
    /// Being prepared.
    Draft,
    /// Takes applications.
    Open,
    /// Takes no more applications.
    Closed,
    /// Done with.
    Archived,
}

/// State of an application.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ApplicationStatus {
    /// Being written.
    Draft,
    /// Handed in.
    Submitted,
    /// Its eligibility is being checked.
    Screening,
    /// Given back for repair.
    Returned,
    /// Being scored.
    Appraisal,
    /// Put off; may be appraised again.
    Deferred,
    /// Granted; no agreement yet.
    Approved,
    /// Refused.
    Rejected,
    /// Agreement signed; nothing paid yet.
    Agreement,
    /// Tranches are being paid.
    Disbursing,
    /// Works accepted; being settled.
    Acceptance,
    /// Settled.
    Completed,
    /// Paused because of a breach.
    Suspended,
    /// Ended before its time.
    Terminated,
    /// Taken back by the group.
    Withdrawn,
}

/// What was decided on an application.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// Granted.
    Approve,
    /// Refused.
    Reject,
    /// Put off.
    Defer,
}

/// State of a tranche.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DisbursementStatus {
    /// To be requested.
    Planned,
    /// Waits for approval.
    Requested,
    /// To be paid.
    Approved,
    /// Paid.
    Paid,
    /// Will not be paid.
    Cancelled,
}

/// What the minutes of acceptance found.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AcceptanceResult {
    /// The works are as agreed.
    Passed,
    /// They are, with things to mend.
    Conditional,
    /// They are not.
    Failed,
}

/// What a group gave.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ContributionKind {
    /// Money.
    Cash,
    /// Work.
    Labour,
    /// Goods.
    Kind,
    /// Money saved beforehand.
    Savings,
}
