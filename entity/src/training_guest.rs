//! People at events who are not in the register yet.

use crate::enums::{Sex, VoidReason};
use crate::ids::{PersonId, TrainingGuestId, TrainingId};
use sea_orm::entity::prelude::*;

/// One row of `training_guest`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "training_guest")]
pub struct Model {
    /// Identifier of the guest.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TrainingGuestId,
    /// The event.
    pub event_id: TrainingId,
    /// Name.
    pub full_name: String,
    /// Sex.
    pub sex: Sex,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// What helps to find the person.
    pub remark: Option<String>,
    /// The person it turned out to be.
    pub person_id: Option<PersonId>,
    /// When it turned out.
    pub matched_at: Option<DateTimeUtc>,
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
