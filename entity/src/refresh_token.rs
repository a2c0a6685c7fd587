//! Single-use tokens that prolong a session.

use crate::ids::SessionId;
use sea_orm::entity::prelude::*;

/// One row of `refresh_token`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    /// Identifier of the token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The session it prolongs.
    pub session_id: SessionId,
    /// Hash of the token.
    pub hash: Vec<u8>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it ends by itself.
    pub expires_at: DateTimeUtc,
    /// When it was exchanged.
    pub used_at: Option<DateTimeUtc>,
    /// Hash of the token given for it.
    pub successor_hash: Option<Vec<u8>>,
    /// The session.
    #[sea_orm(belongs_to, from = "session_id", to = "id")]
    pub session: BelongsTo<super::session::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
