//! Machine clients: systems of partners, later of donors.

use crate::ids::{AreaId, ClientId, PartnerId};
use sea_orm::entity::prelude::*;

/// One row of `api_client`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_client")]
pub struct Model {
    /// Identifier of the client, which it signs in with.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClientId,
    /// Owner, if a partner.
    pub partner_id: Option<PartnerId>,
    /// Owner, if the union in an area.
    pub area_id: Option<AreaId>,
    /// What its owner calls it.
    pub name: String,
    /// SHA-256 of its secret, if it has one.
    pub secret_hash: Option<Vec<u8>>,
    /// SHA-256 of the secret before.
    pub old_secret_hash: Option<Vec<u8>>,
    /// Until when the secret before counts.
    pub old_secret_until: Option<DateTimeUtc>,
    /// Its public key as a JSON Web Key, if it signs.
    pub jwk: Option<String>,
    /// Permissions it may ask for, separated by spaces.
    pub scopes: String,
    /// Addresses and networks it may call from, separated by spaces; none: from everywhere.
    pub addresses: String,
    /// When it ends.
    pub expires_at: DateTimeUtc,
    /// When it last got a token.
    pub last_used_at: Option<DateTimeUtc>,
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
