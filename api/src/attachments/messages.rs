//! What goes over the wire about files, but for their bytes.

use entity::{
    attachment,
    enums::{AttachedTo, MediaType},
    ids::{AreaId, AttachmentId, GroupId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of},
    store::{Owner, Resource, facts_of},
    values::{FileName, Instant, Sha256Sum, hex},
};

/// The record of a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The kind of record it belongs to.
    pub owner_type: AttachedTo,
    /// The record it belongs to.
    pub owner_id: Uuid,
    /// The group the record is about.
    pub group_id: GroupId,
    /// The commune the record lies in.
    pub commune_id: AreaId,
    /// Its name, as it was given.
    #[schema(max_length = 200, example = "Biên bản nghiệm thu.pdf")]
    pub file_name: String,
    /// The type of its content.
    pub media_type: MediaType,
    /// The size of its content.
    #[schema(minimum = 1, maximum = 10_485_760, example = 284_113)]
    pub size_bytes: i64,
    /// The SHA-256 of its content.
    #[schema(
        min_length = 64,
        max_length = 64,
        example = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )]
    pub sha256: String,
    /// When its content arrived; null while it has not.
    pub stored_at: Option<Instant>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl From<attachment::Model> for Attachment {
    fn from(row: attachment::Model) -> Self {
        Self {
            id: row.id,
            owner_type: row.owner_type,
            owner_id: row.owner_id,
            group_id: row.group_id,
            commune_id: row.commune_id,
            file_name: row.file_name,
            media_type: row.media_type,
            size_bytes: row.size_bytes,
            sha256: hex(&row.sha256),
            stored_at: row.stored_at.map(Into::into),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for Attachment {
    const KIND: &'static str = "attachment";
    const COLLECTION: &'static str = "/v1/attachments";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.commune_id), Owner::Group(self.group_id)]
    }

    /// Without the name: people put those of persons into names of files.
    fn facts(&self) -> Value {
        let mut facts = facts_of(self);
        if let Value::Object(members) = &mut facts {
            members.shift_remove("file_name");
        }
        facts
    }
}

/// A file is about to be sent.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAttachment {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<AttachmentId>,
    /// The kind of record it belongs to.
    pub owner_type: AttachedTo,
    /// The record it belongs to.
    pub owner_id: Uuid,
    /// Its name; it goes out with an ending that says its type.
    pub file_name: FileName,
    /// The type of its content.
    pub media_type: MediaType,
    /// The size of its content.
    #[schema(minimum = 1, maximum = 10_485_760, example = 284_113)]
    pub size_bytes: i64,
    /// The SHA-256 of its content.
    pub sha256: Sha256Sum,
}

/// Filters of the list of files.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct AttachmentFilter {
    /// Only files of this kind of record.
    #[param(inline)]
    pub owner_type: Option<AttachedTo>,
    /// Only files of this record.
    pub owner_id: Option<Uuid>,
}

impl Filter for AttachmentFilter {
    const SORTS: &'static [&'static str] = &["-created_at", "created_at"];
}
