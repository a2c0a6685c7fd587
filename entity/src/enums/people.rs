//! Values of persons and households.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Sex of a person; the parts add up to the total.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Not stated.
    Unknown,
}

/// Kind of an identity document.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Personal identification number, 12 digits.
    #[sea_orm(string_value = "cccd12")]
    #[serde(rename = "cccd12")]
    Cccd12,
    /// Legacy identity card, 9 digits.
    #[sea_orm(string_value = "cmnd9")]
    #[serde(rename = "cmnd9")]
    Cmnd9,
    /// No document.
    None,
}

/// What a consent is for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ConsentPurpose {
    /// Keeping the register of members.
    Membership,
    /// Handling grants.
    Grants,
    /// Handling training.
    Training,
    /// Handling contracts.
    Contracts,
    /// Making figures.
    Statistics,
    /// Ethnicity, poverty and disability.
    SensitiveData,
}

/// Legal ground of processing.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ConsentGround {
    /// The person agreed.
    Consent,
    /// A contract needs it.
    Contract,
    /// The law demands it.
    LegalObligation,
    /// A public task needs it.
    PublicTask,
}

/// How a consent was given.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ConsentChannel {
    /// On a signed form.
    Paper,
    /// Face to face.
    InPerson,
    /// By phone.
    Phone,
    /// Electronically.
    Electronic,
}

/// National standard of multidimensional poverty.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PovertyStandard {
    /// 2016–2020, also used for 2021.
    #[sea_orm(string_value = "2016_2020")]
    #[serde(rename = "2016_2020")]
    Y2016To2020,
    /// 2022–2025, also used in 2026.
    #[sea_orm(string_value = "2022_2025")]
    #[serde(rename = "2022_2025")]
    Y2022To2025,
    /// 2026–2030, from 2027.
    #[sea_orm(string_value = "2026_2030")]
    #[serde(rename = "2026_2030")]
    Y2026To2030,
}

/// Official poverty status of a household.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Poverty {
    /// Poor.
    Poor,
    /// Near-poor.
    NearPoor,
    /// No longer poor.
    EscapedPoverty,
    /// No longer near-poor.
    EscapedNearPoverty,
    /// None of these.
    Other,
}
