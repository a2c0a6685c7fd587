//! Partners that ask to see an offer in detail.

use crate::enums::OfferRequestStatus;
use crate::ids::{GroupId, OfferId, OfferRequestId, PartnerId};
use sea_orm::entity::prelude::*;

/// One row of `offer_request`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer_request")]
pub struct Model {
    /// Identifier of the request.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OfferRequestId,
    /// The offer.
    pub offer_id: OfferId,
    /// The group.
    pub group_id: GroupId,
    /// The partner.
    pub partner_id: PartnerId,
    /// What the partner says.
    pub message: Option<String>,
    /// Its state.
    pub status: OfferRequestStatus,
    /// Why it was refused.
    pub reason: Option<String>,
    /// When it was answered.
    pub answered_at: Option<DateTimeUtc>,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
