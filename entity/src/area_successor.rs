//! Which unit took over the territory of an abolished one.

use crate::ids::AreaId;
use sea_orm::entity::prelude::*;

/// One row of `area_successor`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "area_successor")]
pub struct Model {
    /// The abolished unit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub old_id: AreaId,
    /// The unit that continues it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub new_id: AreaId,
}

impl ActiveModelBehavior for ActiveModel {}
