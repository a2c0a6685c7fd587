//! Where a household lived between two dates.

use crate::enums::VoidReason;
use crate::ids::{AreaId, HouseholdId, HouseholdPlaceId};
use sea_orm::entity::prelude::*;

/// One row of `household_place`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "household_place")]
pub struct Model {
    /// Identifier of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HouseholdPlaceId,
    /// The household.
    pub household_id: HouseholdId,
    /// Commune valid at the start.
    pub commune_id: AreaId,
    /// Its predecessor, if known.
    pub former_commune_id: Option<AreaId>,
    /// Hamlet.
    pub hamlet: Option<String>,
    /// First day.
    pub from_on: Date,
    /// First day elsewhere.
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
}

impl ActiveModelBehavior for ActiveModel {}
