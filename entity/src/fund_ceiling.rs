//! The most that calls may promise from a fund in an area and a year.

use crate::ids::{AreaId, CeilingId, FundId};
use sea_orm::entity::prelude::*;

/// One row of `fund_ceiling`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_ceiling")]
pub struct Model {
    /// Identifier of the ceiling.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CeilingId,
    /// The fund.
    pub fund_id: FundId,
    /// The area and all below it.
    pub area_id: AreaId,
    /// The fiscal year.
    pub year: i32,
    /// The most.
    pub limit_vnd: i64,
    /// What open and closed calls have taken of it.
    pub taken_vnd: i64,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
