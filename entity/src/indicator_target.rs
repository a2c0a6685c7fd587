//! What an indicator should reach in a year, or was in one before.

use crate::enums::{TargetKind, VoidReason};
use crate::ids::{AreaId, TargetId};
use sea_orm::entity::prelude::*;

/// One row of `indicator_target`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator_target")]
pub struct Model {
    /// Identifier of the target.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TargetId,
    /// Code of the indicator.
    pub code: String,
    /// The unit it is for.
    pub area_id: AreaId,
    /// Calendar year.
    pub year: i32,
    /// To be reached, or from where it began.
    pub kind: TargetKind,
    /// The value, in the unit of the indicator; of a share in hundredths of a percent.
    pub value: i64,
    /// What says so, such as a decision.
    pub source: Option<String>,
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
