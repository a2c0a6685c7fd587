//! The data key of a partner, wrapped by a master key.

use crate::ids::PartnerId;
use sea_orm::entity::prelude::*;

/// One row of `partner_key`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_key")]
pub struct Model {
    /// The partner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub partner_id: PartnerId,
    /// The wrapped key.
    pub wrapped: Vec<u8>,
    /// Name of the master key.
    pub master_key_id: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
