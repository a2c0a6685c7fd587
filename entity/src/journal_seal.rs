//! Order and hash chain of the journal; insert-only.

use crate::ids::EntryId;
use sea_orm::entity::prelude::*;

/// One row of `journal_seal`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal_seal")]
pub struct Model {
    /// Place in the chain.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// The entry.
    pub entry_id: EntryId,
    /// Hash of the seal before.
    pub prev_hash: Vec<u8>,
    /// Hash of this seal.
    pub hash: Vec<u8>,
    /// When it was sealed.
    pub sealed_at: DateTimeUtc,
    /// The entry.
    #[sea_orm(belongs_to, from = "entry_id", to = "id")]
    pub entry: BelongsTo<super::journal_entry::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
