//! Signed-in devices.

use crate::ids::{AccountId, SessionId};
use sea_orm::entity::prelude::*;

/// One row of `session`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Identifier of the session.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Whose session it is.
    pub account_id: AccountId,
    /// When the password was last given.
    pub auth_time: DateTimeUtc,
    /// What the device called itself.
    pub device: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a token was last taken from it.
    pub last_used_at: DateTimeUtc,
    /// When it ends by itself.
    pub expires_at: DateTimeUtc,
    /// When it was ended.
    pub revoked_at: Option<DateTimeUtc>,
    /// The account.
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub account: BelongsTo<super::account::Entity>,
    /// Its refresh tokens.
    #[sea_orm(has_many)]
    pub refresh_tokens: HasMany<super::refresh_token::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
