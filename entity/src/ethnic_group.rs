//! The official list of ethnic groups.

use sea_orm::entity::prelude::*;

/// One row of `ethnic_group`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ethnic_group")]
pub struct Model {
    /// Official code, two digits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name without diacritics.
    pub name_en: String,
    /// Whether donor reports count it as indigenous.
    pub is_indigenous: bool,
}

impl ActiveModelBehavior for ActiveModel {}
