//! What became of a line of an approved plan.

use crate::enums::VoidReason;
use crate::ids::{AreaId, GroupId, PlanId, PlanResultId};
use sea_orm::entity::prelude::*;

/// One row of `plan_result`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_result")]
pub struct Model {
    /// Identifier of the result.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlanResultId,
    /// The plan.
    pub plan_id: PlanId,
    /// Number of the version in force when it was recorded.
    pub n: i32,
    /// Number of the line.
    pub line_no: i32,
    /// The group.
    pub group_id: GroupId,
    /// Commune of the plan.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// Year of the plan.
    pub year: i32,
    /// The value chain.
    pub chain: String,
    /// The day it is known since.
    pub recorded_on: Date,
    /// The unit of quantities.
    pub unit: String,
    /// Harvested, in millionths of the unit.
    pub harvested: i64,
    /// Lost to hazards, in the same.
    pub lost: i64,
    /// Sold, in the same.
    pub sold: i64,
    /// What it brought.
    pub revenue_vnd: i64,
    /// What it cost.
    pub cost_vnd: i64,
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
