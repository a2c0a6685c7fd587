//! Which journal entries came after the lock of which periods, and why; insert-only.

use crate::enums::LateReason;
use crate::ids::{EntryId, ReportingPeriodId};
use sea_orm::entity::prelude::*;

/// One row of `late_fact`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "late_fact")]
pub struct Model {
    /// The entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: EntryId,
    /// The locked period whose figures it changes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub period_id: ReportingPeriodId,
    /// Why it came so late.
    pub reason: LateReason,
    /// The entry.
    #[sea_orm(belongs_to, from = "entry_id", to = "id")]
    pub entry: BelongsTo<super::journal_entry::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
