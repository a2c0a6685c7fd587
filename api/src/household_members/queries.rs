//! Which stays in households lie within a scope.

use entity::{
    household_member,
    ids::{HouseholdId, PersonId},
};
use sea_orm::{ColumnTrait, Condition};

use crate::{
    access::{Owned, Reach, Rows},
    households::queries::of_households_within,
};

impl Owned for household_member::Entity {
    const ID: household_member::Column = household_member::Column::Id;
    const VOIDED: Option<household_member::Column> = Some(household_member::Column::VoidedAt);

    /// A stay lies where the household lies.
    fn within(reach: &Reach) -> Condition {
        of_households_within(household_member::Column::HouseholdId, reach)
    }
}

/// The stay of a person that lasts.
pub(super) fn present(rows: Rows<household_member::Entity>, id: PersonId) -> Rows<household_member::Entity> {
    rows.filter(household_member::Column::PersonId.eq(id)).filter(household_member::Column::UntilOn.is_null())
}

/// The stays of a household.
pub(super) fn of_household(
    rows: Rows<household_member::Entity>,
    id: HouseholdId,
) -> Rows<household_member::Entity> {
    rows.filter(household_member::Column::HouseholdId.eq(id))
}
