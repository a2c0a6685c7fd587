//! Values of reporting periods, targets and surveys.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// State of a reporting period.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ReportingStatus {
    /// Being worked on.
    Open,
    /// Put before the approver.
    Submitted,
    /// Approved, not yet locked.
    Approved,
    /// Takes no money any more, and facts with a reason alone.
    Locked,
}

/// Why a fact was entered after its period had been locked.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(40))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum LateReason {
    /// The paper came late.
    PaperCameLate,
    /// It had been entered wrongly.
    EnteredWrongly,
    /// An audit or a check found it.
    FoundByAudit,
    /// It was decided later.
    DecidedLater,
    /// Another office was late.
    OtherOfficeWasLate,
}

/// What an indicator is measured against.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// What it is to reach in the year.
    #[default]
    Target,
    /// What it was in the year, before the project changed it.
    Baseline,
}

/// Why a survey was made.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum SurveyRound {
    /// Before the project changed anything.
    Baseline,
    /// Halfway.
    MidTerm,
    /// At the end.
    Completion,
    /// As every year.
    Annual,
}
