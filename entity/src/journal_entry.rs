//! What was done, by whom and with which outcome; insert-only.

use crate::ids::{EntryId, PersonId};
use sea_orm::entity::prelude::*;

/// One row of `journal_entry`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal_entry")]
pub struct Model {
    /// Identifier of the entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EntryId,
    /// When it was done.
    pub at: DateTimeUtc,
    /// Person, client, anonymous or system.
    pub actor_kind: String,
    /// Account or client that acted.
    pub actor_id: Option<Uuid>,
    /// Machine client used.
    pub client_id: Option<Uuid>,
    /// Session used.
    pub session_id: Option<Uuid>,
    /// Address it came from.
    pub address: Option<String>,
    /// Role that allowed it.
    pub role: Option<String>,
    /// Permission it needed.
    pub permission: Option<String>,
    /// Operation called.
    pub operation: String,
    /// Request it belongs to.
    pub request_id: Uuid,
    /// Reason the caller gave.
    pub reason: Option<String>,
    /// Purpose the caller stated.
    pub purpose: Option<String>,
    /// Kind of the row concerned.
    pub resource: String,
    /// The row concerned.
    pub resource_id: Option<Uuid>,
    /// Version of the row afterwards.
    pub version: Option<i32>,
    /// What happened to it.
    pub action: String,
    /// Success, denied or failed.
    pub outcome: String,
    /// Person whose data it concerns.
    pub person_id: Option<PersonId>,
    /// Changed values as JSON.
    pub changes: Option<String>,
    /// Changed values about a person, encrypted.
    pub changes_ct: Option<Vec<u8>>,
    /// Who owns the row concerned.
    #[sea_orm(has_many)]
    pub scopes: HasMany<super::journal_scope::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
