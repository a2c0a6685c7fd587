//! The very bytes of a publication, in each format.

use crate::ids::PublicationId;
use sea_orm::entity::prelude::*;

/// One row of `publication_file`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication_file")]
pub struct Model {
    /// The publication.
    #[sea_orm(primary_key, auto_increment = false)]
    pub publication_id: PublicationId,
    /// The format, as `?format=` names it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub format: String,
    /// SHA-256 of the bytes.
    pub sha256: Vec<u8>,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The same, compressed with gzip.
    pub gzip: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
