//! Which households lie within a scope, and look-ups of households.

use entity::{household, household_member, household_place, poverty_status};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use crate::{
    access::{Owned, Reach, Within, owned_ids},
    store::Revised,
};

impl Owned for household::Entity {
    const ID: household::Column = household::Column::Id;
    const VOIDED: Option<household::Column> = Some(household::Column::VoidedAt);

    /// A household belongs to the commune of its present place.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| household::Column::Id.in_subquery(placed_in(communes)))
            .condition()
    }
}

/// The households whose present place is in one of these communes.
pub fn placed_in(communes: SelectStatement) -> SelectStatement {
    household_place::Entity::find()
        .select_only()
        .column(household_place::Column::HouseholdId)
        .filter(household_place::Column::UntilOn.is_null())
        .filter(household_place::Column::VoidedAt.is_null())
        .filter(household_place::Column::CommuneId.in_subquery(communes))
        .into_query()
}

impl Revised for household::Entity {
    const VERSION: household::Column = household::Column::Version;
    const UPDATED_AT: household::Column = household::Column::UpdatedAt;

    fn version(row: &household::Model) -> i32 {
        row.version
    }
}

/// Parts of a household lie where the household lies.
fn of_households_within<C: ColumnTrait>(household_id: C, reach: &Reach) -> Condition {
    if reach.whole {
        return Condition::all();
    }
    Condition::all().add(household_id.in_subquery(owned_ids::<household::Entity>(reach)))
}

impl Owned for household_place::Entity {
    const ID: household_place::Column = household_place::Column::Id;
    const VOIDED: Option<household_place::Column> = Some(household_place::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_households_within(household_place::Column::HouseholdId, reach)
    }
}

impl Owned for household_member::Entity {
    const ID: household_member::Column = household_member::Column::Id;
    const VOIDED: Option<household_member::Column> = Some(household_member::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_households_within(household_member::Column::HouseholdId, reach)
    }
}

impl Owned for poverty_status::Entity {
    const ID: poverty_status::Column = poverty_status::Column::Id;
    const VOIDED: Option<poverty_status::Column> = Some(poverty_status::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_households_within(poverty_status::Column::HouseholdId, reach)
    }
}

impl Revised for poverty_status::Entity {
    const VERSION: poverty_status::Column = poverty_status::Column::Version;
    const UPDATED_AT: poverty_status::Column = poverty_status::Column::UpdatedAt;

    fn version(row: &poverty_status::Model) -> i32 {
        row.version
    }
}
