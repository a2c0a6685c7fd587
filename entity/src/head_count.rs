//! Heads counted at sessions without lists.

use crate::enums::Sex;
use crate::ids::{TrainingId, TrainingSessionId};
use sea_orm::entity::prelude::*;

/// One row of `head_count`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "head_count")]
pub struct Model {
    /// The session.
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: TrainingSessionId,
    /// Of whom.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sex: Sex,
    /// The event.
    pub event_id: TrainingId,
    /// How many.
    pub n: i32,
}

impl ActiveModelBehavior for ActiveModel {}
