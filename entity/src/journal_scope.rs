//! Who owns the row of a journal entry; insert-only.

use crate::ids::{AreaId, EntryId, GroupId, PartnerId};
use sea_orm::entity::prelude::*;

/// One row of `journal_scope`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal_scope")]
pub struct Model {
    /// Identifier of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The entry.
    pub entry_id: EntryId,
    /// Owner, if a commune.
    pub commune_id: Option<AreaId>,
    /// Owner, if a group.
    pub group_id: Option<GroupId>,
    /// Owner, if a partner.
    pub partner_id: Option<PartnerId>,
    /// The entry.
    #[sea_orm(belongs_to, from = "entry_id", to = "id")]
    pub entry: BelongsTo<super::journal_entry::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
