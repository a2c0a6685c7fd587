//! What goes over the wire about keys of machine clients.

use chrono::{DateTime, Utc};
use entity::ids::{ApiKeyId, AreaId, ClientId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::{queries::Kept, workflow::STEPS};
use crate::{
    access::Caller,
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line, Network},
    workflow,
};

/// Whether a key counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApiKeyStatus {
    /// It does.
    Active,
    /// Its time is over, or its client's.
    Expired,
    /// It was revoked, or its client was.
    Revoked,
}

/// A key of a machine client, sent as `X-API-Key`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiKey {
    /// Its id, which stands in the key itself after `hndk_`.
    pub id: ApiKeyId,
    /// The machine client it is of.
    pub client_id: ClientId,
    /// What it is called.
    #[schema(max_length = 120, example = "Bảng số liệu của nhà tài trợ")]
    pub name: String,
    /// Addresses and networks it counts from; from everywhere its client may call from when there are none.
    #[schema(max_items = 20)]
    pub addresses: Vec<Network>,
    /// When it ends.
    pub expires_at: Instant,
    /// The day on which it was last used.
    #[schema(example = json!(null))]
    pub last_used_on: Option<Day>,
    /// When it was revoked itself.
    #[schema(example = json!(null))]
    pub revoked_at: Option<Instant>,
    /// Whether it counts.
    pub status: ApiKeyStatus,
    /// The key: shown once, in the reply that made it; null otherwise.
    #[schema(max_length = 100, example = json!(null))]
    pub key: Option<String>,
    /// What the caller may do with it now.
    #[schema(max_items = 10, example = json!(["revoke"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision; using it does not count.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// Whom changes concern.
    #[serde(skip)]
    pub(super) area_id: Option<AreaId>,
}

impl ApiKey {
    /// The view of a row for a caller at an instant; it never holds a key.
    #[must_use]
    pub fn of(kept: Kept, caller: &Caller, now: DateTime<Utc>) -> Self {
        let status = kept.status_at(now);
        let row = kept.key;
        Self {
            id: row.id,
            client_id: row.client_id,
            name: row.name,
            addresses: row.addresses.split(' ').filter_map(|text| Network::parse(text).ok()).collect(),
            expires_at: row.expires_at.into(),
            last_used_on: row.last_used_on.map(Into::into),
            revoked_at: row.revoked_at.map(Into::into),
            status,
            key: None,
            allowed_actions: workflow::open(STEPS, status, |permission| caller.holds(permission)),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            area_id: kept.client_area,
        }
    }
}

impl Resource for ApiKey {
    const KIND: &'static str = "api_key";
    const COLLECTION: &'static str = "/v1/api-keys";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// It is used, and ends, without a change.
    fn is_told_by_revision(&self) -> bool {
        false
    }

    fn owners(&self) -> Vec<Owner> {
        self.area_id.map(Owner::Commune).into_iter().collect()
    }
}

/// A new key of a machine client. The server makes its id, which is a part of the key.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "client_id": "0181b1a8-4c00-7000-8000-000000000001",
    "name": "Bảng số liệu của nhà tài trợ",
    "addresses": ["203.0.113.7"],
}))]
pub struct NewApiKey {
    /// The machine client it is to be of.
    pub client_id: ClientId,
    /// What it is called.
    pub name: Line<1, 120>,
    /// Addresses and networks it counts from; from everywhere its client may call from when there are none.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub addresses: Vec<Network>,
    /// When it ends: within 180 days, and after 180 days when nothing is said.
    pub expires_at: Option<Instant>,
}

/// Filters of the list of keys.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ApiKeyFilter {
    /// Only keys in these states.
    #[param(value_type = Option<Vec<ApiKeyStatus>>)]
    pub status: Option<Commaed<ApiKeyStatus>>,
    /// Only keys of this machine client.
    pub client_id: Option<ClientId>,
}

impl Filter for ApiKeyFilter {
    const SORTS: &'static [&'static str] = &["-created_at", "created_at"];
}
