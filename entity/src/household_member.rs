//! Who lived in a household, and who headed it, between two dates.

use crate::enums::VoidReason;
use crate::ids::{HouseholdId, HouseholdMemberId, PersonId};
use sea_orm::entity::prelude::*;

/// One row of `household_member`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "household_member")]
pub struct Model {
    /// Identifier of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HouseholdMemberId,
    /// The household.
    pub household_id: HouseholdId,
    /// The person.
    pub person_id: PersonId,
    /// Whether the person heads it.
    pub is_head: bool,
    /// First day.
    pub from_on: Date,
    /// First day no longer so.
    pub until_on: Option<Date>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was declared entered in error.
    pub voided_at: Option<DateTimeUtc>,
    /// Why it was.
    pub void_reason: Option<VoidReason>,
    /// The household.
    #[sea_orm(belongs_to, from = "household_id", to = "id")]
    pub household: BelongsTo<super::household::Entity>,
    /// The person.
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub person: BelongsTo<super::person::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
