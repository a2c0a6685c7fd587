//! Administrative units of both maps, from the province to the commune.

use crate::enums::AreaLevel;
use crate::ids::AreaId;
use sea_orm::entity::prelude::*;

/// One row of `area`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "area")]
pub struct Model {
    /// Identifier of the unit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AreaId,
    /// Province, district or commune.
    pub level: AreaLevel,
    /// Official code with leading zeros; used again over time.
    pub code: String,
    /// Name with its kind, in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// The unit it lies in.
    pub parent_id: Option<AreaId>,
    /// First day; 1900-01-01 stands for unknown.
    pub valid_from_on: Date,
    /// First day on which it no longer existed.
    pub valid_until_on: Option<Date>,
    /// Vietnamese sort key of the name.
    pub sort_key: String,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
