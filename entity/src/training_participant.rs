//! Persons at an event, counted from the marks: theirs and those of guests they turned out to be.

use crate::ids::{PersonId, TrainingId};
use sea_orm::entity::prelude::*;

/// One row of `training_participant`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "training_participant")]
pub struct Model {
    /// The event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: TrainingId,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// Sessions attended.
    pub sessions: i32,
    /// Day of the last session, once enough were attended.
    pub completed_on: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
