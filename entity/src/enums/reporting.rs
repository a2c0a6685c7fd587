//! Values of reporting periods.

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
