//! Topics of training.

use crate::enums::{TrainingDomain, TrainingKind};
use sea_orm::entity::prelude::*;

/// One row of `training_topic`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "training_topic")]
pub struct Model {
    /// Short name used on the wire.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// What it is about.
    pub kind: TrainingKind,
    /// Of production, what is produced.
    pub domain: Option<TrainingDomain>,
}

impl ActiveModelBehavior for ActiveModel {}
