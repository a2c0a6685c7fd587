//! Topics of events.

use crate::ids::TrainingId;
use sea_orm::entity::prelude::*;

/// One row of `training_event_topic`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "training_event_topic")]
pub struct Model {
    /// The event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: TrainingId,
    /// The topic.
    #[sea_orm(primary_key, auto_increment = false)]
    pub topic: String,
}

impl ActiveModelBehavior for ActiveModel {}
