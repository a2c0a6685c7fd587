//! Ids in the path.

use actix_web::HttpRequest;
use entity::ids;
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
}

fn uuid(segment: Option<&(&str, &str)>) -> Result<Uuid, Error> {
    let (name, text) = segment.ok_or(Error::NotFound)?;
    let id = Uuid::try_parse(text).ok().filter(|_| text.len() == 36);
    id.ok_or_else(|| {
        let fault = crate::error::FieldError::parameter((*name).to_owned(), FieldCode::InvalidFormat);
        Error::Malformed(crate::error::Code::InvalidParameter, vec![fault])
    })
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
    AreaId AccountId SessionId RoleAssignmentId PartnerId PersonId ConsentId HouseholdId HouseholdPlaceId
    HouseholdMemberId PovertyStatusId GroupId GroupPeriodId NoticeId MembershipId OfficeId ProjectCommuneId HolidayId
    EntryId TargetId AttachmentId FundId FundAccountId PostingId FiscalPeriodId CeilingId CorrectionId CallId AllotmentId
    ApplicationId AppraisalId DecisionId DisbursementId AcceptanceId ContributionId ClientId OfferId OfferRequestId ContractId
    ContractLineId DeliveryId DeliveryPaymentId
}

impl<A: PathIds, B: PathIds> PathIds for (A, B) {
    const COUNT: usize = A::COUNT + B::COUNT;

    fn read(segments: &[(&str, &str)]) -> Result<Self, Error> {
        let (first, second) = segments.split_at_checked(A::COUNT).ok_or(Error::NotFound)?;
        Ok((A::read(first)?, B::read(second)?))
    }
}

impl<I: PathIds> Path<I> {
    pub(crate) fn take(request: &HttpRequest) -> Result<Self, Error> {
        let segments: Vec<(&str, &str)> = request.match_info().iter().collect();
        I::read(&segments).map(Self)
    }
}
