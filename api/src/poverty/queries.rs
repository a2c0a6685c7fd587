//! Which poverty decisions lie within a scope, and which hold on a day.

use chrono::NaiveDate;
use entity::{
    enums::Poverty,
    ids::{HouseholdId, PovertyStatusId},
    poverty_status,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use crate::{
    access::{Access, Owned, Reach, RowLevel, Rows},
    areas::queries::holds_on,
    households::queries::of_households_within,
    store::Revised,
};

impl Owned for poverty_status::Entity {
    const ID: poverty_status::Column = poverty_status::Column::Id;
    const VOIDED: Option<poverty_status::Column> = Some(poverty_status::Column::VoidedAt);

    /// A decision lies where the household lies.
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

fn on(day: NaiveDate) -> Condition {
    use poverty_status::Column;
    holds_on(Column::EffectiveFromOn, Column::EffectiveUntilOn, day)
}

/// The decisions about households that hold on a day.
#[must_use]
pub fn holding(
    rows: Rows<poverty_status::Entity>,
    households: &[HouseholdId],
    day: NaiveDate,
) -> Rows<poverty_status::Entity> {
    rows.filter(poverty_status::Column::HouseholdId.is_in(households.iter().copied())).filter(on(day))
}

/// The decisions about a household that took effect, or ceased to, after one day and by another.
#[must_use]
pub fn turning(
    rows: Rows<poverty_status::Entity>,
    id: HouseholdId,
    (after, by): (NaiveDate, NaiveDate),
) -> Rows<poverty_status::Entity> {
    use poverty_status::Column;
    let between = |day: Column| Condition::all().add(day.gt(after)).add(day.lte(by));
    let turns = Condition::any().add(between(Column::EffectiveFromOn)).add(between(Column::EffectiveUntilOn));
    rows.filter(Column::HouseholdId.eq(id)).filter(turns)
}

/// The households about which one of these was decided for a day.
#[must_use]
pub fn decided(statuses: &[Poverty], day: NaiveDate) -> SelectStatement {
    poverty_status::Entity::find()
        .select_only()
        .column(poverty_status::Column::HouseholdId)
        .filter(poverty_status::Column::VoidedAt.is_null())
        .filter(poverty_status::Column::Status.is_in(statuses.iter().copied()))
        .filter(on(day))
        .into_query()
}

/// The decisions about one household.
pub(super) fn of_household<P: RowLevel>(access: &Access<P>, id: HouseholdId) -> Rows<poverty_status::Entity> {
    access.rows().filter(poverty_status::Column::HouseholdId.eq(id))
}

/// One decision about a household.
pub(super) fn one_of_household<P: RowLevel>(
    access: &Access<P>,
    (household_id, id): (HouseholdId, PovertyStatusId),
) -> Rows<poverty_status::Entity> {
    of_household(access, household_id).filter(poverty_status::Column::Id.eq(id))
}
