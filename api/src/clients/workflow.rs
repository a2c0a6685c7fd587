//! Which actions a machine client offers. Its state follows from its end and from whether it was revoked.

use chrono::{DateTime, Utc};
use entity::api_client;

use super::messages::ClientStatus;
use crate::{
    access::{Permission, permission::Clients},
    workflow::Step,
};

/// The table.
pub(super) const STEPS: &[Step<ClientStatus>] = &[
    Step {
        action: "rotate-secret",
        from: &[ClientStatus::Active],
        to: ClientStatus::Active,
        needs: Permission::Clients(Clients::RotateApiClientSecret),
    },
    Step {
        action: "revoke",
        from: &[ClientStatus::Active, ClientStatus::Expired],
        to: ClientStatus::Revoked,
        needs: Permission::Clients(Clients::RevokeApiClient),
    },
];

/// The state of a row at an instant.
pub(super) fn status_at(row: &api_client::Model, now: DateTime<Utc>) -> ClientStatus {
    if row.revoked_at.is_some() {
        ClientStatus::Revoked
    } else if row.expires_at <= now {
        ClientStatus::Expired
    } else {
        ClientStatus::Active
    }
}
