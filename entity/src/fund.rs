//! Funds whose money is granted.

use crate::ids::FundId;
use sea_orm::entity::prelude::*;

/// One row of `fund`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund")]
pub struct Model {
    /// Identifier of the fund.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FundId,
    /// Code shown to people.
    pub code: String,
    /// Name.
    pub name: String,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
