//! Which actions a key offers. Its state follows from its end and its client's, and from whether either was revoked.

use super::messages::ApiKeyStatus;
use crate::{
    access::{Permission, permission::Clients},
    workflow::Step,
};

/// The table.
pub(super) const STEPS: &[Step<ApiKeyStatus>] = &[Step {
    action: "revoke",
    from: &[ApiKeyStatus::Active, ApiKeyStatus::Expired],
    to: ApiKeyStatus::Revoked,
    needs: Permission::Clients(Clients::RevokeApiKey),
}];
