//! Training events.

use crate::enums::{TrainingDomain, TrainingKind, TrainingStatus, VoidReason};
use crate::ids::{AreaId, TrainingId};
use sea_orm::entity::prelude::*;

/// One row of `training_event`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "training_event")]
pub struct Model {
    /// Identifier of the event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TrainingId,
    /// Code shown to people.
    pub code: String,
    /// Title.
    pub title: String,
    /// Title in the order of the Vietnamese alphabet.
    pub sort_key: String,
    /// What it is about.
    pub kind: TrainingKind,
    /// Of production, what is produced.
    pub domain: Option<TrainingDomain>,
    /// The unit it takes place in.
    pub area_id: AreaId,
    /// Where in it.
    pub place: String,
    /// Who gives it.
    pub provider: String,
    /// What it may cost.
    pub budget_vnd: Option<i64>,
    /// Share of the sessions that whoever completes it attends.
    pub completion_bps: i32,
    /// Whether members are meant.
    pub for_members: bool,
    /// Whether cadres of communes are meant.
    pub for_commune_cadres: bool,
    /// Whether cadres of branches are meant.
    pub for_branch_cadres: bool,
    /// Whether anybody else is meant.
    pub for_others: bool,
    /// Its state.
    pub status: TrainingStatus,
    /// Day of the first session.
    pub first_on: Option<Date>,
    /// Day of the last session.
    pub last_on: Option<Date>,
    /// The same for the order of lists: 1900-01-01 while there are no sessions.
    pub listed_on: Date,
    /// Why it was cancelled.
    pub status_reason: Option<String>,
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
