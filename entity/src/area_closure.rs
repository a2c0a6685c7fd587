//! What a unit contains: itself, units below it and units merged into it.

use crate::ids::AreaId;
use sea_orm::entity::prelude::*;

/// One row of `area_closure`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "area_closure")]
pub struct Model {
    /// The containing unit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ancestor_id: AreaId,
    /// The contained unit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub descendant_id: AreaId,
}

impl ActiveModelBehavior for ActiveModel {}
