//! Value chains of a group.

use crate::ids::GroupId;
use sea_orm::entity::prelude::*;

/// One row of `group_value_chain`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_value_chain")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// Code of the value chain.
    #[sea_orm(primary_key, auto_increment = false)]
    pub chain: String,
    /// Whether it is the main one.
    pub is_primary: bool,
    /// The group.
    #[sea_orm(belongs_to, from = "group_id", to = "id")]
    pub group: BelongsTo<super::farmer_group::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
