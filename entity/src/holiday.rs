//! Days that are not working days.

use crate::enums::VoidReason;
use crate::ids::HolidayId;
use sea_orm::entity::prelude::*;

/// One row of `holiday`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "holiday")]
pub struct Model {
    /// Identifier of the holiday.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HolidayId,
    /// The day.
    pub holiday_on: Date,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When the row was declared entered in error.
    pub voided_at: Option<DateTimeUtc>,
    /// Why it was.
    pub void_reason: Option<VoidReason>,
}

impl ActiveModelBehavior for ActiveModel {}
