//! What an indicator should reach in a year.

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
    /// The value to reach.
    pub value: i64,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
