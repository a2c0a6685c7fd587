//! Products that take part in OCOP.

use crate::enums::{OwnerKind, VoidReason};
use crate::ids::{AreaId, GroupId, OcopProductId, PartnerId};
use sea_orm::entity::prelude::*;

/// One row of `ocop_product`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ocop_product")]
pub struct Model {
    /// Identifier of the product.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OcopProductId,
    /// Code shown to people.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name in the order of the Vietnamese alphabet.
    pub sort_key: String,
    /// The value chain.
    pub chain: Option<String>,
    /// Kind of its owner.
    pub owner_kind: OwnerKind,
    /// The owner, if a group.
    pub group_id: Option<GroupId>,
    /// The owner, if registered as a partner.
    pub partner_id: Option<PartnerId>,
    /// The owner in words, if neither.
    pub owner_name: Option<String>,
    /// The commune it comes from.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When the row was declared entered in error.
    pub voided_at: Option<DateTimeUtc>,
    /// Why it was.
    pub void_reason: Option<VoidReason>,
}

impl ActiveModelBehavior for ActiveModel {}
