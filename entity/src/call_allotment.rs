//! The part of a call for an area and a fiscal year: the row that an approval locks.

use crate::ids::{AllotmentId, AreaId, CallId, FundId};
use sea_orm::entity::prelude::*;

/// One row of `call_allotment`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_allotment")]
pub struct Model {
    /// Identifier of the allotment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AllotmentId,
    /// The call.
    pub call_id: CallId,
    /// Its fund.
    pub fund_id: FundId,
    /// The area and all below it.
    pub area_id: AreaId,
    /// The fiscal year.
    pub year: i32,
    /// The most that may be granted.
    pub limit_vnd: i64,
    /// What is promised.
    pub committed_vnd: i64,
}

impl ActiveModelBehavior for ActiveModel {}
