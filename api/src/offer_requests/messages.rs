//! What goes over the wire about requests. Both sides read the same: organisations, and nobody's name.

use entity::{
    enums::OfferRequestStatus,
    ids::{AreaId, GroupId, OfferId, OfferRequestId, PartnerId},
    offer_request,
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Instant, Paragraph},
};

/// A request with what is shown of offer, group and partner.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Asked {
    /// The request.
    #[sea_orm(nested)]
    pub row: offer_request::Model,
    /// Code of the offer.
    pub offer_code: String,
    /// Name of the group.
    pub group_name: String,
    /// Name of the partner.
    pub partner_name: String,
    /// Where the group lies.
    pub commune_id: AreaId,
}

/// A partner asks to see an offer in detail.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferRequest {
    /// Its id.
    pub id: OfferRequestId,
    /// The offer.
    pub offer_id: OfferId,
    /// The number of the offer that people read aloud.
    #[schema(max_length = 20, example = "CH-000001")]
    pub offer_code: String,
    /// The group.
    pub group_id: GroupId,
    /// Name of the group.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng lạc Nà Giàng")]
    pub group_name: String,
    /// The partner.
    pub partner_id: PartnerId,
    /// Name of the partner.
    #[schema(max_length = 200, example = "Hợp tác xã Bó Chắn")]
    pub partner_name: String,
    /// What the partner says.
    #[schema(max_length = 500, example = "Cần khoảng 2 tấn mỗi tháng.")]
    pub message: Option<String>,
    /// Its state.
    pub status: OfferRequestStatus,
    /// Why it was refused.
    #[schema(max_length = 500, example = json!(null))]
    pub reason: Option<String>,
    /// When it was answered.
    pub answered_at: Option<Instant>,
    /// What you can do with it now.
    #[schema(max_items = 5, example = json!(["grant", "refuse"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// Where the group lies.
    #[serde(skip)]
    pub commune_id: AreaId,
}

impl OfferRequest {
    /// The view of a request.
    #[must_use]
    pub fn of(asked: Asked, allowed_actions: Vec<&'static str>) -> Self {
        let Asked { row, offer_code, group_name, partner_name, commune_id } = asked;
        Self {
            id: row.id,
            offer_id: row.offer_id,
            offer_code,
            group_id: row.group_id,
            group_name,
            partner_id: row.partner_id,
            partner_name,
            message: row.message,
            status: row.status,
            reason: row.reason,
            answered_at: row.answered_at.map(Into::into),
            allowed_actions,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            commune_id,
        }
    }
}

impl Resource for OfferRequest {
    const KIND: &'static str = "offer_request";
    const COLLECTION: &'static str = "/v1/offer-requests";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.commune_id), Owner::Group(self.group_id), Owner::Partner(self.partner_id)]
    }

    /// It shows the names of group and partner, which change without it.
    fn is_told_by_revision(&self) -> bool {
        false
    }
}

/// Filters of the list of requests.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct OfferRequestFilter {
    /// Only requests about this offer.
    pub offer_id: Option<OfferId>,
    /// Only requests about offers of this group.
    pub group_id: Option<GroupId>,
    /// Only requests of this partner.
    pub partner_id: Option<PartnerId>,
    /// Only requests about offers of groups in this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only requests in these states.
    #[param(value_type = Option<Vec<OfferRequestStatus>>)]
    pub status: Option<Commaed<OfferRequestStatus>>,
}

impl Filter for OfferRequestFilter {
    const SORTS: &'static [&'static str] = &["-updated_at", "updated_at"];
}

/// A partner asks.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "offer_id": "0181b1a8-4c00-7000-8000-000000000001",
    "message": "Cần khoảng 2 tấn mỗi tháng."
}))]
pub struct NewOfferRequest {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<OfferRequestId>,
    /// The offer.
    pub offer_id: OfferId,
    /// The partner that asks; needed only by whoever acts for several.
    pub partner_id: Option<PartnerId>,
    /// What it says to the group; no names or numbers of people.
    pub message: Option<Paragraph<500>>,
}
