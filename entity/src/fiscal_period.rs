//! Fiscal years of a fund; a closed one takes no postings.

use crate::enums::PeriodStatus;
use crate::ids::{FiscalPeriodId, FundId};
use sea_orm::entity::prelude::*;

/// One row of `fiscal_period`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fiscal_period")]
pub struct Model {
    /// Identifier of the year.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FiscalPeriodId,
    /// The fund.
    pub fund_id: FundId,
    /// The calendar year.
    pub year: i32,
    /// Whether it is open.
    pub status: PeriodStatus,
    /// When it was submitted for closing.
    pub submitted_at: Option<DateTimeUtc>,
    /// When it was closed.
    pub closed_at: Option<DateTimeUtc>,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
