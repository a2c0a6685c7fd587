//! Posts of cadres of the union, with their dates.

use crate::enums::{CadreLevel, VoidReason};
use crate::ids::{AreaId, CadrePostId, PersonId};
use sea_orm::entity::prelude::*;

/// One row of `cadre_post`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cadre_post")]
pub struct Model {
    /// Identifier of the post.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CadrePostId,
    /// Who holds it.
    pub person_id: PersonId,
    /// Commune or branch.
    pub level: CadreLevel,
    /// The commune.
    pub area_id: AreaId,
    /// The post.
    pub title: String,
    /// First day.
    pub from_on: Date,
    /// First day no longer held.
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
