//! Typed identifiers: an id of one table is never taken for an id of another.

use sea_orm::prelude::Uuid;
use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType, Serialize, Deserialize, ToSchema,
        )]
        #[serde(transparent)]
        #[schema(value_type = String, format = Uuid)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The identifier made of this UUID.
            #[must_use]
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

ids! {
    /// Identifier of an administrative unit.
    AreaId;
    /// Identifier of a sign-in account.
    AccountId;
    /// Identifier of a session.
    SessionId;
    /// Identifier of a role assignment.
    RoleAssignmentId;
    /// Identifier of a buyer.
    PartnerId;
    /// Identifier of a person.
    PersonId;
    /// Identifier of a consent.
    ConsentId;
    /// Identifier of a household.
    HouseholdId;
    /// Identifier of a period in which a household lived in a place.
    HouseholdPlaceId;
    /// Identifier of a period in which a person lived in a household.
    HouseholdMemberId;
    /// Identifier of a poverty decision.
    PovertyStatusId;
    /// Identifier of a group.
    GroupId;
    /// Identifier of a period in the life of a group.
    GroupPeriodId;
    /// Identifier of a notice to the commune.
    NoticeId;
    /// Identifier of a membership.
    MembershipId;
    /// Identifier of a period in office.
    OfficeId;
    /// Identifier of a commune's period in the project.
    ProjectCommuneId;
    /// Identifier of a holiday.
    HolidayId;
    /// Identifier of a journal entry.
    EntryId;
    /// Identifier of a file.
    AttachmentId;
    /// Identifier of a fund.
    FundId;
    /// Identifier of an account of a fund.
    FundAccountId;
    /// Identifier of a posting.
    PostingId;
    /// Identifier of a fiscal year of a fund.
    FiscalPeriodId;
    /// Identifier of a ceiling of a fund.
    CeilingId;
    /// Identifier of a correction of a posting.
    CorrectionId;
    /// Identifier of a call for applications.
    CallId;
    /// Identifier of an allotment of a call.
    AllotmentId;
    /// Identifier of an application for a grant.
    ApplicationId;
    /// Identifier of an appraisal.
    AppraisalId;
    /// Identifier of a decision on an application.
    DecisionId;
    /// Identifier of a tranche.
    DisbursementId;
    /// Identifier of minutes of acceptance.
    AcceptanceId;
    /// Identifier of an entry of an own contribution.
    ContributionId;
    /// Identifier of a machine client.
    ClientId;
    /// Identifier of a key of a machine client.
    ApiKeyId;
    /// Identifier of an offer.
    OfferId;
    /// Identifier of a request to see an offer in detail.
    OfferRequestId;
    /// Identifier of a contract between a partner and a group.
    ContractId;
    /// Identifier of a line of a text of a contract.
    ContractLineId;
    /// Identifier of a delivery.
    DeliveryId;
    /// Identifier of a payment for a delivery.
    DeliveryPaymentId;
    /// Identifier of a production and business plan.
    PlanId;
    /// Identifier of a line of a version of a plan.
    PlanLineId;
    /// Identifier of what became of a line of a plan.
    PlanResultId;
    /// Identifier of a training event.
    TrainingId;
    /// Identifier of a session of a training event.
    TrainingSessionId;
    /// Identifier of a guest of a training event.
    TrainingGuestId;
    /// Identifier of a mark of attendance.
    AttendanceId;
    /// Identifier of a period in a post of the union.
    CadrePostId;
    /// Identifier of an OCOP product.
    OcopProductId;
    /// Identifier of an OCOP certificate.
    OcopCertificateId;
    /// Identifier of a reporting period of an area.
    ReportingPeriodId;
    /// Identifier of a publication.
    PublicationId;
    /// Identifier of an indicator target.
    TargetId;
    /// Identifier of a result of a survey.
    SurveyResultId;
}
