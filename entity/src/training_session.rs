//! Sessions of events.

use crate::enums::VoidReason;
use crate::ids::{TrainingId, TrainingSessionId};
use sea_orm::entity::prelude::*;

/// One row of `training_session`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "training_session")]
pub struct Model {
    /// Identifier of the session.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TrainingSessionId,
    /// The event.
    pub event_id: TrainingId,
    /// When it begins.
    pub starts_at: DateTimeUtc,
    /// When it ends.
    pub ends_at: DateTimeUtc,
    /// Day it begins, in Vietnam.
    pub held_on: Date,
    /// How long it lasts.
    pub minutes: i32,
    /// Where, if elsewhere than the event.
    pub place: Option<String>,
    /// Who teaches.
    pub trainer: Option<String>,
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
