//! Last number given out, per series.

use sea_orm::entity::prelude::*;

/// One row of `counter`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "counter")]
pub struct Model {
    /// Name of the series.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Last number.
    pub value: i64,
}

impl ActiveModelBehavior for ActiveModel {}
