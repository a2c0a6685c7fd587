//! Keys of machine clients that open published figures.

use crate::ids::{ApiKeyId, ClientId};
use sea_orm::entity::prelude::*;

/// One row of `api_key`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    /// Identifier of the key, which is a part of it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiKeyId,
    /// The machine client it is of.
    pub client_id: ClientId,
    /// What it is called.
    pub name: String,
    /// SHA-256 of its secret part.
    pub hash: Vec<u8>,
    /// Addresses and networks it counts from, separated by spaces; none: from everywhere its client may call from.
    pub addresses: String,
    /// When it ends.
    pub expires_at: DateTimeUtc,
    /// The day on which it was last used.
    pub last_used_on: Option<Date>,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
