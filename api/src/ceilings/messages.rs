//! What goes over the wire about ceilings.

use entity::{
    fund_ceiling,
    ids::{AreaId, CeilingId, FundId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Instant, Vnd},
};

/// The most that calls may promise from a fund in an area and a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ceiling {
    /// Its id.
    pub id: CeilingId,
    /// The fund.
    pub fund_id: FundId,
    /// The area and all below it.
    pub area_id: AreaId,
    /// The fiscal year.
    #[schema(minimum = 2000, maximum = 2100, example = 2022)]
    pub year: i32,
    /// The most.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 5_000_000_000_i64)]
    pub limit_vnd: i64,
    /// What calls have taken of it: their allotments in the area, and those of wider areas as a whole.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 3_200_000_000_i64)]
    pub taken_vnd: i64,
    /// What calls may still take.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 1_800_000_000_i64)]
    pub left_vnd: i64,
    /// Revision; what calls take counts too.
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

impl From<fund_ceiling::Model> for Ceiling {
    fn from(row: fund_ceiling::Model) -> Self {
        Self {
            id: row.id,
            fund_id: row.fund_id,
            area_id: row.area_id,
            year: row.year,
            limit_vnd: row.limit_vnd,
            taken_vnd: row.taken_vnd,
            left_vnd: row.limit_vnd - row.taken_vnd,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for Ceiling {
    const KIND: &'static str = "fund_ceiling";
    const COLLECTION: &'static str = "/v1/funds";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.area_id)]
    }

    fn path(&self) -> String {
        format!("{}/{}/ceilings/{}", Self::COLLECTION, self.fund_id, self.id)
    }
}

/// A ceiling is set.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCeiling {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<CeilingId>,
    /// The area and all below it; one that exists in the year.
    pub area_id: AreaId,
    /// The fiscal year.
    #[schema(minimum = 2000, maximum = 2100, example = 2022)]
    pub year: i32,
    /// The most that calls may promise.
    #[schema(example = 5_000_000_000_i64)]
    pub limit_vnd: Vnd,
}

/// Changes of a ceiling.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CeilingPatch {
    /// The most that calls may promise.
    #[schema(nullable = false, example = 5_000_000_000_i64)]
    pub limit_vnd: Option<Vnd>,
}

/// Filters of the list of ceilings.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct CeilingFilter {
    /// Only ceilings of this year.
    #[param(minimum = 2000, maximum = 2100)]
    pub year: Option<i32>,
    /// Only ceilings of this area or of one in it, of either map.
    pub area_id: Option<AreaId>,
}

impl Filter for CeilingFilter {
    const SORTS: &'static [&'static str] = &["-year", "year"];
}
