//! Tranches of a grant.

use crate::enums::DisbursementStatus;
use crate::ids::{AllotmentId, ApplicationId, AreaId, DisbursementId, FundId, GroupId};
use sea_orm::entity::prelude::*;

/// One row of `disbursement`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disbursement")]
pub struct Model {
    /// Identifier of the tranche.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DisbursementId,
    /// The application.
    pub application_id: ApplicationId,
    /// The group.
    pub group_id: GroupId,
    /// Commune of the application.
    pub commune_id: AreaId,
    /// The fund.
    pub fund_id: FundId,
    /// The allotment it is paid from.
    pub allotment_id: AllotmentId,
    /// Its place among the tranches.
    pub n: i32,
    /// Amount.
    pub amount_vnd: i64,
    /// Its state.
    pub status: DisbursementStatus,
    /// What must hold before it is released, as JSON.
    pub conditions: String,
    /// Day it was requested.
    pub requested_on: Option<Date>,
    /// Day it was approved.
    pub approved_on: Option<Date>,
    /// Day it was paid.
    pub paid_on: Option<Date>,
    /// Counts its payments: grows when one is reversed.
    pub attempt: i32,
    /// Paid, less what was corrected.
    pub paid_vnd: i64,
    /// Given back, less what was corrected.
    pub refunded_vnd: i64,
    /// Accepted by minutes.
    pub accepted_vnd: i64,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
