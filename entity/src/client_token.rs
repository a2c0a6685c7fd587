//! Access tokens of machine clients that have not ended.

use crate::ids::ClientId;
use sea_orm::entity::prelude::*;

/// One row of `client_token`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "client_token")]
pub struct Model {
    /// Identifier of the token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The client.
    pub client_id: ClientId,
    /// Permissions it is limited to, separated by spaces.
    pub scopes: String,
    /// When it ends.
    pub expires_at: DateTimeUtc,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
