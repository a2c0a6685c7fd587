//! Keys that sign access tokens, wrapped under a master key.

use sea_orm::entity::prelude::*;

/// One row of `signing_key`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_key")]
pub struct Model {
    /// Key id as it stands in tokens.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kid: String,
    /// Public half.
    pub public_key: Vec<u8>,
    /// Private half, encrypted.
    pub wrapped: Vec<u8>,
    /// The master key it is encrypted under.
    pub master_key_id: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it begins to sign.
    pub active_from: DateTimeUtc,
    /// When it ceased to sign.
    pub retired_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
