//! Values of areas, roles and buyers.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Level of an administrative unit.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AreaLevel {
    /// The province.
    Province,
    /// A district, until the two-tier map.
    District,
    /// A commune, ward or township.
    Commune,
}

/// What an account or a machine client may be for a scope.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Accounts, assignments and reference data.
    Administrator,
    /// Keeps the register of an area.
    Officer,
    /// Acts for one group.
    Leader,
    /// Screens and scores applications.
    Appraiser,
    /// Decides, signs, publishes.
    Approver,
    /// Funds the ledger and books payments.
    Treasurer,
    /// Acts for one buyer.
    Partner,
    /// Reads group-level data and totals.
    Viewer,
    /// Reads publications.
    Donor,
    /// Reads everything, masked, and the journal.
    Auditor,
}

/// Legal kind of a buyer.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PartnerKind {
    /// A company.
    Enterprise,
    /// A cooperative.
    Cooperative,
    /// A household business.
    HouseholdBusiness,
    /// One person.
    Individual,
}

/// Verification of a buyer.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PartnerStatus {
    /// Not yet looked at.
    Pending,
    /// May sign contracts.
    Verified,
    /// Refused.
    Rejected,
    /// Stopped from new acts.
    Suspended,
}
