//! Value chains a group may work in.

use sea_orm::entity::prelude::*;

/// One row of `value_chain`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "value_chain")]
pub struct Model {
    /// Short name used on the wire.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// Species, where it is known.
    pub scientific_name: Option<String>,
    /// Crop, livestock or processed.
    pub kind: String,
    /// Unit it is usually sold in.
    pub sale_unit: String,
}

impl ActiveModelBehavior for ActiveModel {}
