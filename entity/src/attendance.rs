//! Marks: somebody attended a session.

use crate::enums::VoidReason;
use crate::ids::{AttendanceId, PersonId, TrainingGuestId, TrainingId, TrainingSessionId};
use sea_orm::entity::prelude::*;

/// One row of `attendance`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
pub struct Model {
    /// Identifier of the mark.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttendanceId,
    /// The event.
    pub event_id: TrainingId,
    /// The session.
    pub session_id: TrainingSessionId,
    /// Who, if in the register.
    pub person_id: Option<PersonId>,
    /// Who, if a guest.
    pub guest_id: Option<TrainingGuestId>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was declared entered in error.
    pub voided_at: Option<DateTimeUtc>,
    /// Why it was.
    pub void_reason: Option<VoidReason>,
}

impl ActiveModelBehavior for ActiveModel {}
