//! What goes over the wire about machine clients.

use chrono::{DateTime, Utc};
use entity::{
    api_client,
    enums::Role,
    ids::{AreaId, ClientId, PartnerId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::workflow::{STEPS, status_at};
use crate::{
    access::{Caller, ClientScope},
    client_keys::messages::PublicKey,
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Instant, Line, Network},
    workflow,
};

/// Whether a machine client may take tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClientStatus {
    /// It may.
    Active,
    /// Its time is over; a later end lets it in again.
    Expired,
    /// It was revoked, for good.
    Revoked,
}

/// How a machine client proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuthentication {
    /// By a secret, with HTTP Basic (`client_secret_basic`).
    Secret,
    /// By assertions that its own key signs (`private_key_jwt`).
    PrivateKey,
}

/// A machine client: a system that calls this API with an identity of its own.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiClient {
    /// Its id, which is the `client_id` of OAuth.
    pub id: ClientId,
    /// What its owner calls it.
    #[schema(max_length = 120, example = "Phần mềm kho của hợp tác xã")]
    pub name: String,
    /// The partner that owns it.
    #[schema(example = json!(null))]
    pub partner_id: Option<PartnerId>,
    /// The area for which the union owns it.
    pub area_id: Option<AreaId>,
    /// The role it holds over its partner or area.
    pub role: Role,
    /// How it proves who it is.
    pub authentication: ClientAuthentication,
    /// Its public key, where it proves who it is with the other half.
    #[schema(example = json!(null))]
    pub jwk: Option<PublicKey>,
    /// What it may ask for, sorted; it gets what its role allows too.
    #[schema(max_items = 200)]
    pub scopes: Vec<ClientScope>,
    /// Addresses and networks it may call from; from everywhere when there are none.
    #[schema(max_items = 20)]
    pub addresses: Vec<Network>,
    /// When it ends.
    pub expires_at: Instant,
    /// When it last took a token.
    #[schema(example = json!(null))]
    pub last_used_at: Option<Instant>,
    /// Until when the secret before the present one counts.
    #[schema(example = json!(null))]
    pub old_secret_until: Option<Instant>,
    /// When it was revoked.
    #[schema(example = json!(null))]
    pub revoked_at: Option<Instant>,
    /// Whether it may take tokens.
    pub status: ClientStatus,
    /// The secret: shown once, in the reply that made it; null otherwise.
    #[schema(max_length = 60, example = json!(null))]
    pub secret: Option<String>,
    /// What the caller may do with it now.
    #[schema(max_items = 10, example = json!(["rotate-secret", "revoke"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision; taking tokens does not count.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl ApiClient {
    /// The view of a row for a caller at an instant; it never holds a secret.
    #[must_use]
    pub fn of(row: api_client::Model, caller: &Caller, now: DateTime<Utc>) -> Self {
        let status = status_at(&row, now);
        let mut allowed_actions = workflow::open(STEPS, status, |permission| caller.holds(permission));
        if row.secret_hash.is_none() {
            allowed_actions.retain(|action| *action != "rotate-secret");
        }
        let jwk: Option<PublicKey> = row.jwk.as_deref().and_then(|jwk| serde_json::from_str(jwk).ok());
        Self {
            id: row.id,
            name: row.name,
            partner_id: row.partner_id,
            area_id: row.area_id,
            role: if row.partner_id.is_some() { Role::Partner } else { Role::Donor },
            authentication: match row.secret_hash {
                Some(_) => ClientAuthentication::Secret,
                None => ClientAuthentication::PrivateKey,
            },
            jwk,
            scopes: ClientScope::list(&row.scopes),
            addresses: row.addresses.split(' ').filter_map(|text| Network::parse(text).ok()).collect(),
            expires_at: row.expires_at.into(),
            last_used_at: row.last_used_at.map(Into::into),
            old_secret_until: row.old_secret_until.map(Into::into),
            revoked_at: row.revoked_at.map(Into::into),
            status,
            secret: None,
            allowed_actions,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for ApiClient {
    const KIND: &'static str = "api_client";
    const COLLECTION: &'static str = "/v1/api-clients";
    const IS_KEPT_BY_OWNER: bool = true;

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
        let owners = [self.partner_id.map(Owner::Partner), self.area_id.map(Owner::Commune)];
        owners.into_iter().flatten().collect()
    }
}

/// A new machine client, of the caller's partner or of the union in an area. The server makes its id, which no account has:
/// histories name who acted by either.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Cổng dữ liệu của nhà tài trợ",
    "area_id": "0181b1a8-4c00-7000-8000-000000000002",
    "scopes": ["areas:read"],
    "addresses": ["203.0.113.0/24", "2001:db8::1"],
    "expires_at": "2027-06-01T00:00:00.000Z",
}))]
pub struct NewApiClient {
    /// What its owner calls it.
    pub name: Line<1, 120>,
    /// The partner that is to own it; needed by people of several partners only.
    pub partner_id: Option<PartnerId>,
    /// The area for which the union is to own it; for administrators.
    pub area_id: Option<AreaId>,
    /// What it may ask for: permissions that its role can hold. Repeated ones count once.
    #[schema(min_items = 1, max_items = 200)]
    pub scopes: Vec<ClientScope>,
    /// Addresses and networks it may call from; from everywhere when there are none.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub addresses: Vec<Network>,
    /// When it ends: within a year.
    pub expires_at: Instant,
    /// The public key whose other half signs its assertions; without one it gets a secret.
    pub jwk: Option<PublicKey>,
}

/// Changes of a machine client.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "addresses": ["203.0.113.7"], "scopes": ["areas:read"] }))]
pub struct ApiClientPatch {
    /// What its owner calls it.
    #[schema(nullable = false)]
    pub name: Option<Line<1, 120>>,
    /// What it may ask for, instead of the scopes before.
    #[schema(nullable = false, min_items = 1, max_items = 200)]
    pub scopes: Option<Vec<ClientScope>>,
    /// Addresses and networks it may call from, instead of those before.
    #[schema(nullable = false, max_items = 20)]
    pub addresses: Option<Vec<Network>>,
    /// When it ends: within a year from now.
    #[schema(nullable = false)]
    pub expires_at: Option<Instant>,
}

/// Filters of the list of machine clients.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ApiClientFilter {
    /// Only machine clients in these states.
    #[param(value_type = Option<Vec<ClientStatus>>)]
    pub status: Option<Commaed<ClientStatus>>,
    /// Only machine clients of this partner.
    pub partner_id: Option<PartnerId>,
}

impl Filter for ApiClientFilter {
    const SORTS: &'static [&'static str] = &["-created_at", "created_at"];
}
