//! Years and quarters that an area reports on; a locked one takes no money, and facts with a reason alone.

use crate::enums::{ReportingStatus, VoidReason};
use crate::ids::{AreaId, ReportingPeriodId};
use sea_orm::entity::prelude::*;

/// One row of `reporting_period`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reporting_period")]
pub struct Model {
    /// Identifier of the period.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportingPeriodId,
    /// Which area reports.
    pub area_id: AreaId,
    /// The calendar year.
    pub year: i32,
    /// The quarter of it; all of it if none.
    pub quarter: Option<i32>,
    /// Year and quarter in one word, such as `2022-Q2`.
    pub label: String,
    /// First day.
    pub from_on: Date,
    /// First day after it.
    pub until_on: Date,
    /// Whether it is locked, or on its way there.
    pub status: ReportingStatus,
    /// When it was submitted.
    pub submitted_at: Option<DateTimeUtc>,
    /// When it was approved.
    pub approved_at: Option<DateTimeUtc>,
    /// When it was locked.
    pub locked_at: Option<DateTimeUtc>,
    /// When it was last opened again after it had been locked.
    pub reopened_at: Option<DateTimeUtc>,
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
