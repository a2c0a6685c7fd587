//! What goes over the wire about confirmations.

use entity::{contract_confirmation, enums::Side};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    journal::messages::Organisation,
    values::{Instant, Sha256Sum},
};

/// A side has confirmed a text.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractConfirmation {
    /// The side.
    pub side: Side,
    /// The role in which somebody did.
    #[schema(max_length = 20, example = "leader")]
    pub role: String,
    /// On whose behalf.
    pub organisation: Organisation,
    /// When.
    pub confirmed_at: Instant,
}

impl From<contract_confirmation::Model> for ContractConfirmation {
    fn from(row: contract_confirmation::Model) -> Self {
        Self {
            side: row.side,
            organisation: Organisation::of(Some(&row.role)),
            role: row.role,
            confirmed_at: row.confirmed_at.into(),
        }
    }
}

/// A side confirms a text.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConfirmation {
    /// The hash of the text that was read.
    pub sha256: Sha256Sum,
}
