//! Official decisions on the poverty of a household.

use crate::enums::{Poverty, PovertyStandard, VoidReason};
use crate::ids::{AreaId, HouseholdId, PovertyStatusId};
use sea_orm::entity::prelude::*;

/// One row of `poverty_status`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poverty_status")]
pub struct Model {
    /// Identifier of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PovertyStatusId,
    /// The household.
    pub household_id: HouseholdId,
    /// Standard it was measured by.
    pub standard: PovertyStandard,
    /// What was decided.
    pub status: Poverty,
    /// Number of the decision.
    pub decision_no: String,
    /// Date of the decision.
    pub decided_on: Date,
    /// Commune that issued it.
    pub commune_id: AreaId,
    /// First day it holds.
    pub effective_from_on: Date,
    /// First day it no longer holds.
    pub effective_until_on: Option<Date>,
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
    /// The household.
    #[sea_orm(belongs_to, from = "household_id", to = "id")]
    pub household: BelongsTo<super::household::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
