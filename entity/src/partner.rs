//! Buyers: enterprises, cooperatives, household businesses and individuals.

use crate::enums::{PartnerKind, PartnerStatus};
use crate::ids::PartnerId;
use sea_orm::entity::prelude::*;

/// One row of `partner`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner")]
pub struct Model {
    /// Identifier of the partner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartnerId,
    /// Legal kind.
    pub kind: PartnerKind,
    /// Tax code without separators.
    pub tax_code: String,
    /// Name.
    pub name: String,
    /// Verification state.
    pub status: PartnerStatus,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
