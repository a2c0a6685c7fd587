//! Applications of groups to a call.

use crate::enums::{ApplicationStatus, VoidReason};
use crate::ids::{AllotmentId, ApplicationId, AreaId, CallId, FundId, GroupId};
use sea_orm::entity::prelude::*;

/// One row of `grant_application`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grant_application")]
pub struct Model {
    /// Identifier of the application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationId,
    /// Code shown to people.
    pub code: String,
    /// The call.
    pub call_id: CallId,
    /// Its fund.
    pub fund_id: FundId,
    /// The group.
    pub group_id: GroupId,
    /// Commune of the group when the application was entered.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// Its state.
    pub status: ApplicationStatus,
    /// Number of the present version of its content.
    pub version_n: i32,
    /// Sum of the budget.
    pub total_vnd: i64,
    /// What is asked for.
    pub requested_vnd: i64,
    /// What the group gives.
    pub own_vnd: i64,
    /// What was granted.
    pub approved_vnd: Option<i64>,
    /// The allotment it was granted from.
    pub allotment_id: Option<AllotmentId>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTimeUtc>,
    /// Day of the last decision.
    pub decided_on: Option<Date>,
    /// Paid, less reversals and refunds.
    pub paid_vnd: i64,
    /// Accepted by minutes.
    pub accepted_vnd: i64,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When the row was declared entered in error.
    pub voided_at: Option<DateTimeUtc>,
    /// Why it was.
    pub void_reason: Option<VoidReason>,
}

impl ActiveModelBehavior for ActiveModel {}
