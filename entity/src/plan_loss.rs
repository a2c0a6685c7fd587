//! What of a line was lost to a hazard.

use crate::ids::PlanResultId;
use sea_orm::entity::prelude::*;

/// One row of `plan_loss`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_loss")]
pub struct Model {
    /// Identifier of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The result.
    pub result_id: PlanResultId,
    /// The hazard.
    pub hazard: String,
    /// How much, in millionths of the unit.
    pub quantity: i64,
    /// What it would have brought.
    pub value_vnd: i64,
}

impl ActiveModelBehavior for ActiveModel {}
