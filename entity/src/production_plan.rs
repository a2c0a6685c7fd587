//! Production and business plans of groups, one a year.

use crate::enums::{PlanStatus, VoidReason};
use crate::ids::{AreaId, GroupId, PlanId};
use sea_orm::entity::prelude::*;

/// One row of `production_plan`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "production_plan")]
pub struct Model {
    /// Identifier of the plan.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlanId,
    /// Code shown to people.
    pub code: String,
    /// The group.
    pub group_id: GroupId,
    /// Commune of the group when the plan was entered.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// The year.
    pub year: i32,
    /// State of its latest version.
    pub status: PlanStatus,
    /// Number of the latest version.
    pub n: i32,
    /// Number of the version in force.
    pub approved_n: Option<i32>,
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
