//! Entries that wait for the sealer.

use crate::ids::EntryId;
use sea_orm::entity::prelude::*;

/// One row of `journal_pending`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal_pending")]
pub struct Model {
    /// The entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: EntryId,
}

impl ActiveModelBehavior for ActiveModel {}
