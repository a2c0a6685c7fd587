//! Values of funds and of the money of grants.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the money on an account is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(30))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Money IFAD gave.
    Ifad,
    /// Money from the budget of the province.
    Province,
    /// Money from elsewhere.
    OtherSource,
    /// Free to be promised to calls.
    Available,
    /// Set aside for an allotment of a call.
    Reserved,
    /// Promised to groups, not yet paid.
    Committed,
    /// Paid to groups, works not yet accepted.
    Advanced,
    /// Paid and accepted.
    Spent,
    /// What groups gave.
    GroupContribution,
    /// Worth of what groups gave.
    Contributed,
}

/// What a posting is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(30))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PostingKind {
    /// Money comes into the fund.
    Funding,
    /// Money is set aside for a call.
    Reservation,
    /// Money set aside becomes free again.
    Release,
    /// Money is promised to a group.
    Commitment,
    /// Promised money that will not be paid returns to the call.
    Decommitment,
    /// A tranche is paid.
    Payment,
    /// Works that were paid for are accepted.
    Acceptance,
    /// A group gives back what it did not spend.
    Refund,
    /// A group gives its own share.
    Contribution,
    /// Takes back a posting.
    Reversal,
    /// Takes back a part of a posting.
    Adjustment,
}

/// State of a fiscal year.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PeriodStatus {
    /// Takes postings.
    Open,
    /// Proposed for closing; still takes postings.
    Submitted,
    /// Takes no more postings.
    Closed,
}

/// How much of a posting a correction takes back.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CorrectionKind {
    /// All of it.
    Reversal,
    /// A part of it.
    Adjustment,
}

/// State of a correction.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CorrectionStatus {
    /// Waits for somebody else to decide.
    Requested,
    /// Posted.
    Approved,
    /// Refused.
    Rejected,
}
