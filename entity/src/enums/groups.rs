//! Values of groups and memberships.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Form of a group.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum LegalForm {
    /// Common interest group (nhóm đồng sở thích).
    Cig,
    /// Cooperative group (tổ hợp tác).
    Tht,
    /// Cooperative (hợp tác xã).
    Cooperative,
}

/// State of a group.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum GroupStatus {
    /// Being set up.
    Forming,
    /// At work.
    Active,
    /// Paused.
    Suspended,
    /// Ended.
    Dissolved,
    /// Continued by a cooperative.
    Upgraded,
}

/// What a notice to the commune tells.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The cooperation contract.
    Founding,
    /// A new name.
    Name,
    /// A new address.
    Address,
    /// A new line of business.
    BusinessLine,
    /// New total contributions.
    Contributions,
    /// A new representative.
    Representative,
    /// A new number of members.
    MemberCount,
    /// The end.
    Dissolution,
}

/// Why a membership ended.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ExitReason {
    /// The member left.
    Voluntary,
    /// The members excluded them.
    Excluded,
    /// The member died.
    Deceased,
    /// The member moved away.
    MovedAway,
    /// The member went to another group.
    Transferred,
    /// The group ended.
    GroupDissolved,
    /// A cooperative continues the group.
    GroupUpgraded,
}

/// Office held in a group.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Office {
    /// Group head.
    Head,
    /// Deputy head.
    Deputy,
    /// Secretary.
    Secretary,
    /// Treasurer.
    Treasurer,
}
