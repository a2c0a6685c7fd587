//! What goes over the wire about funds.

use entity::{fund, ids::FundId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Instant, Line},
};

/// A fund whose money is granted.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fund {
    /// Its id.
    pub id: FundId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "QU-000001")]
    pub code: String,
    /// Its name.
    #[schema(max_length = 160, example = "Quỹ đồng tài trợ cạnh tranh CSA")]
    pub name: String,
    /// Revision; postings do not count.
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

impl From<fund::Model> for Fund {
    fn from(row: fund::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for Fund {
    const KIND: &'static str = "fund";
    const COLLECTION: &'static str = "/v1/funds";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        Vec::new()
    }
}

/// A fund is set up.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFund {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<FundId>,
    /// Its name.
    #[schema(example = "Quỹ đồng tài trợ cạnh tranh CSA")]
    pub name: Line<2, 160>,
    /// The fiscal year to open with it; none when absent.
    #[schema(minimum = 2000, maximum = 2100, example = 2022)]
    pub first_year: Option<i32>,
}

/// Changes of a fund.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FundPatch {
    /// Its name.
    #[schema(nullable = false, example = "Quỹ đồng tài trợ cạnh tranh CSA")]
    pub name: Option<Line<2, 160>>,
}

/// The list of funds has no filters of its own.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct FundFilter {}

impl Filter for FundFilter {
    const SORTS: &'static [&'static str] = &["code", "-code"];
}
