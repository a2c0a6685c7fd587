//! What goes over the wire about OCOP products.

use chrono::NaiveDate;
use entity::{
    enums::OwnerKind,
    ids::{AreaId, GroupId, OcopCertificateId, OcopProductId, PartnerId},
    ocop_product,
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of, present},
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line},
};

/// A product with what lists show of its owner and its certificates on a day.
#[derive(Debug, FromQueryResult)]
pub struct Shown {
    /// The product.
    #[sea_orm(nested)]
    pub row: ocop_product::Model,
    /// Name of the group.
    pub group_name: Option<String>,
    /// Name of the partner.
    pub partner_name: Option<String>,
    /// The certificate decided last by the day.
    pub certificate_id: Option<OcopCertificateId>,
    /// Its stars.
    pub stars: Option<i32>,
    /// Its last day.
    pub ends_on: Option<NaiveDate>,
    /// A certificate that is valid on the day.
    pub valid_id: Option<OcopCertificateId>,
}

/// A product of the programme One Commune One Product.
#[derive(Debug, Serialize, ToSchema)]
pub struct OcopProduct {
    /// Its id.
    pub id: OcopProductId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "OC-000001")]
    pub code: String,
    /// Its name.
    #[schema(max_length = 160, example = "Thạch đen Tràng Định")]
    pub name: String,
    /// Its value chain, if it is one of the list.
    #[schema(max_length = 30, example = "thach_den")]
    pub chain: Option<String>,
    /// What its owner is.
    pub owner_kind: OwnerKind,
    /// The group that owns it.
    pub group_id: Option<GroupId>,
    /// The partner that owns it.
    pub partner_id: Option<PartnerId>,
    /// Name of the owner: of the group, the partner, or as it was entered.
    #[schema(max_length = 255, example = "Hợp tác xã Nà Giàng")]
    pub owner_name: String,
    /// Its commune.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// The certificate that was decided last by the day.
    pub certificate_id: Option<OcopCertificateId>,
    /// The stars of that certificate.
    #[schema(minimum = 3, maximum = 5)]
    pub stars: Option<i32>,
    /// The last day of that certificate, unless it was revoked before.
    pub ends_on: Option<NaiveDate>,
    /// Whether a certificate is valid on the day.
    pub is_certified: bool,
    /// Revision; certificates have their own.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl From<Shown> for OcopProduct {
    fn from(shown: Shown) -> Self {
        let Shown { row, group_name, partner_name, certificate_id, stars, ends_on, valid_id } = shown;
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            chain: row.chain,
            owner_kind: row.owner_kind,
            group_id: row.group_id,
            partner_id: row.partner_id,
            owner_name: row.owner_name.or(group_name).or(partner_name).unwrap_or_default(),
            commune_id: row.commune_id,
            former_commune_id: row.former_commune_id,
            certificate_id,
            stars,
            ends_on,
            is_certified: valid_id.is_some(),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for OcopProduct {
    const KIND: &'static str = "ocop_product";
    const COLLECTION: &'static str = "/v1/ocop-products";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// It shows the owner's name and its certificates, which run out.
    fn is_told_by_revision(&self) -> bool {
        false
    }

    fn owners(&self) -> Vec<Owner> {
        let commune = [Owner::Commune(self.commune_id)];
        commune.into_iter().chain(self.group_id.map(Owner::Group)).collect()
    }
}

/// Filters of the list of products.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct OcopProductFilter {
    /// The day for which certificates are looked at; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
    /// Only products from this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only products of this group.
    pub group_id: Option<GroupId>,
    /// Only products of this partner.
    pub partner_id: Option<PartnerId>,
    /// Only products of owners of these kinds.
    #[param(value_type = Option<Vec<OwnerKind>>)]
    pub owner_kind: Option<Commaed<OwnerKind>>,
    /// Only products of these value chains.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
    /// Only products with a certificate that is valid on the day, or all others.
    pub is_certified: Option<bool>,
    /// Only products with a certificate of so many stars that is valid on the day.
    #[param(minimum = 3, maximum = 5)]
    pub stars: Option<i32>,
    /// Only products with a certificate that is valid on the day and runs out by this day.
    #[param(value_type = Option<String>, format = Date)]
    pub ends_by: Option<Day>,
    /// Words of the name.
    #[param(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub q: Option<Line<1, 100>>,
}

impl Filter for OcopProductFilter {
    const SORTS: &'static [&'static str] = &["name", "-updated_at"];
}

/// A product is entered.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Lạc đỏ Nà Giàng", "chain": "lac", "owner_kind": "household_business",
    "owner_name": "Hộ kinh doanh Nà Giàng", "commune_id": "0181b1a8-4c00-7000-8000-000000000001"
}))]
pub struct NewOcopProduct {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<OcopProductId>,
    /// Its name.
    pub name: Line<2, 160>,
    /// The code of its value chain, if it is one of the list.
    pub chain: Option<Line<1, 30>>,
    /// What its owner is. Give exactly one of `group_id`, `partner_id` and `owner_name`; a group is given by its id.
    pub owner_kind: OwnerKind,
    /// The group that owns it.
    pub group_id: Option<GroupId>,
    /// The verified partner that owns it.
    pub partner_id: Option<PartnerId>,
    /// Name of an owner that is not registered.
    pub owner_name: Option<Line<2, 255>>,
    /// Its commune, one of today.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
}

/// Changes of a product.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OcopProductPatch {
    /// Its name.
    #[schema(nullable = false)]
    pub name: Option<Line<2, 160>>,
    /// The code of its value chain; null when it is none of the list.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Line<1, 30>>, example = "lac")]
    pub chain: Option<Option<Line<1, 30>>>,
    /// The commune of 2022 within its commune; null when it is not known.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<AreaId>, example = json!(null))]
    pub former_commune_id: Option<Option<AreaId>>,
}
