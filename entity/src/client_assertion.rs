//! Signed assertions that were used, so that none is used twice.

use crate::ids::ClientId;
use sea_orm::entity::prelude::*;

/// One row of `client_assertion`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "client_assertion")]
pub struct Model {
    /// The client.
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_id: ClientId,
    /// Identifier of the assertion.
    #[sea_orm(primary_key, auto_increment = false)]
    pub jti: String,
    /// When it ends by itself.
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
