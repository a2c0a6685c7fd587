//! Households.

use crate::enums::VoidReason;
use crate::ids::HouseholdId;
use sea_orm::entity::prelude::*;

/// One row of `household`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "household")]
pub struct Model {
    /// Identifier of the household.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HouseholdId,
    /// Code shown to people.
    pub code: String,
    /// Number of people, registered or not.
    pub size: Option<i16>,
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
    /// Where it lived.
    #[sea_orm(has_many)]
    pub places: HasMany<super::household_place::Entity>,
    /// Who lived in it.
    #[sea_orm(has_many)]
    pub members: HasMany<super::household_member::Entity>,
    /// Its poverty decisions.
    #[sea_orm(has_many)]
    pub poverty_statuses: HasMany<super::poverty_status::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
