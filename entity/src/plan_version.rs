//! Versions of a plan; one that was approved is never changed.

use crate::ids::PlanId;
use sea_orm::entity::prelude::*;

/// One row of `plan_version`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_version")]
pub struct Model {
    /// The plan.
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: PlanId,
    /// Number of the version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub n: i32,
    /// What it says, as JSON; its lines stand in `plan_line` too.
    pub content: String,
    /// Whether it names hazards and measures against them.
    pub is_adapted: bool,
    /// Day it was last handed in.
    pub submitted_on: Option<Date>,
    /// Number of the approval.
    pub decision_no: Option<String>,
    /// First day in force.
    pub approved_on: Option<Date>,
    /// First day no longer in force.
    pub superseded_on: Option<Date>,
    /// Whether it was approved as adapted to the climate.
    pub counts_as_adapted: bool,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
