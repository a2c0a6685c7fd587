//! What goes over the wire about the details of offers.

use entity::{
    ids::{AreaId, GroupId, OfferId},
    offer_detail,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{etag_of, present},
    offers::messages::SalesOffer,
    store::{Owner, Resource},
    values::{Instant, Paragraph, Vnd},
};

/// What a group asks for its offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferDetails {
    /// The offer.
    pub offer_id: OfferId,
    /// The price it asks for, per unit.
    #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64, example = 3_500_000)]
    pub asking_price_vnd: Option<i64>,
    /// Further terms.
    #[schema(max_length = 2000, example = "Giao tại kho của nhóm, trả tiền trong 7 ngày.")]
    pub terms: Option<String>,
    /// Revision of the offer.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When they were last changed.
    pub updated_at: Instant,
    /// The group.
    #[serde(skip)]
    pub group_id: GroupId,
    /// Where the group lies.
    #[serde(skip)]
    pub commune_id: AreaId,
}

impl OfferDetails {
    /// The view of the details of an offer.
    #[must_use]
    pub fn of(row: offer_detail::Model, offer: &SalesOffer) -> Self {
        Self {
            offer_id: row.offer_id,
            asking_price_vnd: row.asking_price_vnd,
            terms: row.terms,
            version: offer.version,
            etag: etag_of(offer.version),
            updated_at: row.updated_at.into(),
            group_id: row.group_id,
            commune_id: offer.commune_id,
        }
    }
}

/// A part of the offer: the history of both is one.
impl Resource for OfferDetails {
    const KIND: &'static str = SalesOffer::KIND;
    const COLLECTION: &'static str = SalesOffer::COLLECTION;

    fn id(&self) -> Uuid {
        self.offer_id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.commune_id), Owner::Group(self.group_id)]
    }

    fn path(&self) -> String {
        format!("{}/{}/details", Self::COLLECTION, self.offer_id)
    }
}

/// What a group asks for a new offer.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOfferDetails {
    /// The price it asks for, per unit; more than zero.
    pub asking_price_vnd: Option<Vnd>,
    /// Further terms; no names or numbers of people.
    pub terms: Option<Paragraph<2000>>,
}

/// Changes of what a group asks for.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "asking_price_vnd": 3_200_000 }))]
pub struct OfferDetailsPatch {
    /// The price it asks for, per unit; more than zero.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Vnd>)]
    pub asking_price_vnd: Option<Option<Vnd>>,
    /// Further terms; no names or numbers of people.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Paragraph<2000>>)]
    pub terms: Option<Option<Paragraph<2000>>>,
}
