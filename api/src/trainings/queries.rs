//! Which training events lie within a scope.

use entity::{training_event, training_session};
use sea_orm::{ColumnTrait, Condition};

use crate::{
    access::{Owned, Reach, Within, owned_ids},
    store::Revised,
};

impl Owned for training_event::Entity {
    const ID: training_event::Column = training_event::Column::Id;
    const VOIDED: Option<training_event::Column> = Some(training_event::Column::VoidedAt);

    /// An event lies in the unit that it takes place in.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach).areas(|areas| training_event::Column::AreaId.in_subquery(areas)).condition()
    }
}

impl Revised for training_event::Entity {
    const VERSION: training_event::Column = training_event::Column::Version;
    const UPDATED_AT: training_event::Column = training_event::Column::UpdatedAt;

    fn version(row: &training_event::Model) -> i32 {
        row.version
    }
}

impl Owned for training_session::Entity {
    const ID: training_session::Column = training_session::Column::Id;
    const VOIDED: Option<training_session::Column> = Some(training_session::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_events_within(training_session::Column::EventId, reach)
    }
}

impl Revised for training_session::Entity {
    const VERSION: training_session::Column = training_session::Column::Version;
    const UPDATED_AT: training_session::Column = training_session::Column::UpdatedAt;

    fn version(row: &training_session::Model) -> i32 {
        row.version
    }
}

/// Parts of an event lie where the event lies.
pub fn of_events_within<C: ColumnTrait>(event_id: C, reach: &Reach) -> Condition {
    if reach.whole {
        return Condition::all();
    }
    Condition::all().add(event_id.in_subquery(owned_ids::<training_event::Entity>(reach)))
}
