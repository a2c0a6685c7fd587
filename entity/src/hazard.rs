//! Climate hazards that plans name and losses are put down to.

use sea_orm::entity::prelude::*;

/// One row of `hazard`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hazard")]
pub struct Model {
    /// Short name used on the wire.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
}

impl ActiveModelBehavior for ActiveModel {}
