//! Values of plans, training and OCOP.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// State of the latest version of a plan.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PlanStatus {
    /// Being written.
    Draft,
    /// Handed in.
    Submitted,
    /// In force.
    Approved,
    /// Given back for repair.
    Returned,
}

/// When a line of a plan grows.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Season {
    /// Winter to spring.
    Spring,
    /// Summer to autumn.
    Summer,
    /// Winter.
    Winter,
    /// All year.
    YearRound,
}

/// What training is about (domain §3.7).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TrainingKind {
    /// Ways of producing.
    Production,
    /// Running a business.
    Business,
    /// Groups and cooperatives.
    CollectiveEconomy,
    /// The climate.
    Climate,
    /// Something else.
    Other,
}

/// Of training in production, what is produced.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TrainingDomain {
    /// Crops.
    Crop,
    /// Livestock.
    Livestock,
    /// Something else.
    Other,
}

/// State of an event.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TrainingStatus {
    /// Yet to come.
    Planned,
    /// Taken place; attendance is being written down.
    Held,
    /// Everything is written down.
    Closed,
    /// Did not take place.
    Cancelled,
}

/// Where a cadre of the union serves.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CadreLevel {
    /// At the union of a commune.
    Commune,
    /// At a branch.
    Branch,
}

/// Kind of owner of a product.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum OwnerKind {
    /// A farmer group.
    Group,
    /// A cooperative.
    Cooperative,
    /// A company.
    Enterprise,
    /// A household business.
    HouseholdBusiness,
}
