//! Buyers: enterprises, cooperatives, household businesses and individuals.

use crate::enums::{PartnerKind, PartnerStatus};
use crate::ids::PartnerId;
use sea_orm::entity::prelude::*;

/// One row of `partner`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner")]
pub struct Model {
    /// Identifier of the partner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartnerId,
    /// Code shown to people.
    pub code: String,
    /// Legal kind.
    pub kind: PartnerKind,
    /// Tax code as it is shown; of a person the personal number.
    pub tax_code: String,
    /// Name.
    pub name: String,
    /// Name in the order of the Vietnamese alphabet.
    pub sort_key: String,
    /// Verification state.
    pub status: PartnerStatus,
    /// Where it does business.
    pub address: String,
    /// The register extract or decision it names as proof.
    pub proof_reference: String,
    /// Whom to ask for, sealed under the key of the partner.
    pub contact_ct: Option<Vec<u8>>,
    /// Why it was rejected or suspended.
    pub status_reason: Option<String>,
    /// Day of the last decision on its state.
    pub decided_on: Option<Date>,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
