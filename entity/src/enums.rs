//! Closed sets of values, written in `snake_case` on the wire and in the database.

mod access;
mod files;
mod grants;
mod groups;
mod learning;
mod money;
mod people;
mod publishing;
mod reporting;
mod trade;

pub use access::{AreaLevel, PartnerKind, PartnerStatus, Role};
pub use files::{AttachedTo, MediaType};
pub use grants::{
    AcceptanceResult, ApplicationStatus, CallStatus, ContributionKind, DecisionKind, DisbursementStatus,
};
pub use groups::{ExitReason, GroupStatus, LegalForm, NoticeKind, Office};
pub use learning::{CadreLevel, OwnerKind, PlanStatus, Season, TrainingDomain, TrainingKind, TrainingStatus};
pub use money::{AccountKind, CorrectionKind, CorrectionStatus, PeriodStatus, PostingKind};
pub use people::{
    ConsentChannel, ConsentGround, ConsentPurpose, DocumentKind, Poverty, PovertyStandard, Sex,
};
pub use publishing::PublicationStatus;
pub use reporting::{LateReason, ReportingStatus, SurveyRound, TargetKind};
pub use trade::{
    ContractStatus, DeliveryStatus, LinkageForm, Measure, OfferRequestStatus, OfferStatus, PaymentMeans,
    PriceRule, ProductForm, Rationale, Side,
};

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a row was declared entered in error.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(40))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum VoidReason {
    /// It stands there twice.
    EnteredTwice,
    /// It names the wrong person.
    WrongPerson,
    /// It names the wrong group.
    WrongGroup,
    /// A date is wrong.
    WrongDate,
    /// It never happened.
    NeverHappened,
    /// It was a trial.
    TestEntry,
}
