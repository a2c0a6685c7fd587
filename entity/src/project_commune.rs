//! When a commune belonged to the project.

use crate::enums::VoidReason;
use crate::ids::{AreaId, ProjectCommuneId};
use sea_orm::entity::prelude::*;

/// One row of `project_commune`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "project_commune")]
pub struct Model {
    /// Identifier of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectCommuneId,
    /// The commune.
    pub area_id: AreaId,
    /// First day in the project.
    pub from_on: Date,
    /// First day no longer in it.
    pub until_on: Option<Date>,
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
