//! Files that belong to a record; the record of the file comes first, its content may follow.

use crate::enums::{AttachedTo, MediaType, VoidReason};
use crate::ids::{AreaId, AttachmentId, GroupId};
use sea_orm::entity::prelude::*;

/// One row of `attachment`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    /// Identifier of the file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttachmentId,
    /// Kind of the record it belongs to.
    pub owner_type: AttachedTo,
    /// The record it belongs to.
    pub owner_id: Uuid,
    /// The group the record is about.
    pub group_id: GroupId,
    /// The commune the record lies in.
    pub commune_id: AreaId,
    /// Name given by whoever sent it.
    pub file_name: String,
    /// Type of the content.
    pub media_type: MediaType,
    /// Size of the content.
    pub size_bytes: i64,
    /// Hash of the content.
    pub sha256: Vec<u8>,
    /// When the content arrived.
    pub stored_at: Option<DateTimeUtc>,
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
