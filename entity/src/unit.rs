//! Units of quantities.

use crate::enums::Measure;
use sea_orm::entity::prelude::*;

/// One row of `unit`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit")]
pub struct Model {
    /// Short name used on the wire.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// What it measures.
    pub measure: Measure,
    /// How many of the first unit of its measure it makes.
    pub factor: i64,
}

impl ActiveModelBehavior for ActiveModel {}
