//! Ids in the path.

use actix_web::HttpRequest;
use entity::ids;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{error::Error, values::FieldCode};

/// The ids (or the code) in the path of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Path<I>(pub I);

/// What a path can be made of: one id or two, in the order of the template.
pub trait PathIds: Sized {
    /// How many segments it takes.
    const COUNT: usize;

    /// Reads the segments.
    ///
    /// # Errors
    /// 400 `invalid_parameter` for a segment that is not an id.
    fn read(segments: &[(&str, &str)]) -> Result<Self, Error>;

    /// What each segment looks like.
    #[must_use]
    fn schemas() -> Vec<Value> {
        vec![json!({ "type": "string", "format": "uuid" }); Self::COUNT]
    }
}

fn uuid(segment: Option<&(&str, &str)>) -> Result<Uuid, Error> {
    let (name, text) = segment.ok_or(Error::NotFound)?;
    let id = Uuid::try_parse(text).ok().filter(|_| text.len() == 36);
    id.ok_or_else(|| misread(name))
}

fn misread(name: &str) -> Error {
    let fault = crate::error::FieldError::parameter(name.to_owned(), FieldCode::InvalidFormat);
    Error::Malformed(crate::error::Code::InvalidParameter, vec![fault])
}

/// The number of a part in the path, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordinal(pub i32);

impl PathIds for Ordinal {
    const COUNT: usize = 1;

    fn read(segments: &[(&str, &str)]) -> Result<Self, Error> {
        let (name, text) = segments.first().ok_or(Error::NotFound)?;
        let number = text.parse().ok().filter(|number: &i32| *number > 0 && number.to_string() == **text);
        number.map(Self).ok_or_else(|| misread(name))
    }

    fn schemas() -> Vec<Value> {
        vec![json!({ "type": "integer", "format": "int32", "minimum": 1, "example": 1 })]
    }
}

macro_rules! path_ids {
    ($($id:ident)*) => { $(
        impl PathIds for ids::$id {
            const COUNT: usize = 1;
            fn read(segments: &[(&str, &str)]) -> Result<Self, Error> {
                uuid(segments.first()).map(Self::from)
            }
        }
    )* };
}

path_ids! {
    AreaId ApiKeyId AccountId SessionId RoleAssignmentId PartnerId PersonId ConsentId HouseholdId HouseholdPlaceId
    HouseholdMemberId PovertyStatusId GroupId GroupPeriodId NoticeId MembershipId OfficeId ProjectCommuneId HolidayId
    EntryId ReportingPeriodId TargetId SurveyResultId AttachmentId FundId FundAccountId PostingId FiscalPeriodId CeilingId CorrectionId CallId AllotmentId
    ApplicationId AppraisalId DecisionId DisbursementId AcceptanceId ContributionId ClientId OfferId OfferRequestId ContractId
    ContractLineId DeliveryId DeliveryPaymentId PlanId PlanLineId PlanResultId TrainingId TrainingSessionId
    TrainingGuestId AttendanceId CadrePostId OcopProductId OcopCertificateId PublicationId
}

impl<A: PathIds, B: PathIds> PathIds for (A, B) {
    const COUNT: usize = A::COUNT + B::COUNT;

    fn read(segments: &[(&str, &str)]) -> Result<Self, Error> {
        let (first, second) = segments.split_at_checked(A::COUNT).ok_or(Error::NotFound)?;
        Ok((A::read(first)?, B::read(second)?))
    }

    fn schemas() -> Vec<Value> {
        [A::schemas(), B::schemas()].concat()
    }
}

impl<I: PathIds> Path<I> {
    pub(crate) fn take(request: &HttpRequest) -> Result<Self, Error> {
        let segments: Vec<(&str, &str)> = request.match_info().iter().collect();
        I::read(&segments).map(Self)
    }
}
