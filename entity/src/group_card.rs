//! What is known of a group to whoever might trade with it: the table of groups without the rest of its columns.

use crate::ids::GroupId;
use sea_orm::entity::prelude::*;

/// One row of `farmer_group`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "farmer_group")]
pub struct Model {
    /// Identifier of the group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupId,
    /// Code shown to people.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name in the order of the Vietnamese alphabet.
    pub sort_key: String,
    /// When the row was declared entered in error.
    pub voided_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
