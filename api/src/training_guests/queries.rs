//! Which guests lie within a scope.

use entity::{ids::TrainingId, training_guest};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use super::messages::{FORGOTTEN, TrainingGuestFilter};
use crate::{
    access::{Owned, Reach},
    store::Revised,
    trainings::queries::of_events_within,
};

impl Owned for training_guest::Entity {
    const ID: training_guest::Column = training_guest::Column::Id;
    const VOIDED: Option<training_guest::Column> = Some(training_guest::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_events_within(training_guest::Column::EventId, reach)
    }
}

impl Revised for training_guest::Entity {
    const VERSION: training_guest::Column = training_guest::Column::Version;
    const UPDATED_AT: training_guest::Column = training_guest::Column::UpdatedAt;

    fn version(row: &training_guest::Model) -> i32 {
        row.version
    }
}

/// The guests of an event that the filters leave.
pub(super) fn of_event(id: TrainingId, filter: &TrainingGuestFilter) -> Condition {
    use training_guest::Column;
    let matched = |yes| if yes { Column::PersonId.is_not_null() } else { Column::PersonId.is_null() };
    Condition::all().add(Column::EventId.eq(id)).add_option(filter.is_matched.map(matched))
}

/// Leaves nothing of what tells who a guest is.
pub fn forget(row: &mut training_guest::ActiveModel) {
    row.full_name = Set(FORGOTTEN.to_owned());
    row.birth_year = Set(None);
    row.remark = Set(None);
}
