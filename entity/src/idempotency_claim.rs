//! Remembered replies of writes that may be repeated.

use crate::ids::PersonId;
use sea_orm::entity::prelude::*;

/// One row of `idempotency_claim`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_claim")]
pub struct Model {
    /// Who called.
    #[sea_orm(primary_key, auto_increment = false)]
    pub principal: String,
    /// Method of the request.
    #[sea_orm(primary_key, auto_increment = false)]
    pub method: String,
    /// Path of the request.
    #[sea_orm(primary_key, auto_increment = false)]
    pub path: String,
    /// Key the caller chose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Authentication code of the request body; null once the person it was about has been erased.
    pub body_hash: Option<Vec<u8>>,
    /// Status of the reply.
    pub status: i16,
    /// Location of the reply.
    pub location: Option<String>,
    /// Tag of the reply.
    pub etag: Option<String>,
    /// Body of the reply.
    pub reply: Option<Vec<u8>>,
    /// Body of a reply about a person, encrypted.
    pub reply_ct: Option<Vec<u8>>,
    /// Person whose data it holds.
    pub person_id: Option<PersonId>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it is forgotten.
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
