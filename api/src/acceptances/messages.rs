//! What goes over the wire about acceptance.

use chrono::NaiveDate;
use entity::{
    acceptance,
    enums::AcceptanceResult,
    grant_application,
    ids::{AcceptanceId, ApplicationId, AreaId, AttachmentId, DisbursementId, GroupId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Day, Instant, Line, Paragraph, Vnd},
};

/// Minutes never change.
const VERSION: i32 = 1;

/// Minutes of acceptance.
#[derive(Debug, Serialize, ToSchema)]
pub struct Acceptance {
    /// Its id.
    pub id: AcceptanceId,
    /// The application.
    pub application_id: ApplicationId,
    /// The tranche; null for the works as a whole.
    pub disbursement_id: Option<DisbursementId>,
    /// The number of the minutes.
    #[schema(max_length = 60, example = "BB-2026-007")]
    pub number: String,
    /// The day of the minutes.
    pub accepted_on: NaiveDate,
    /// What they found.
    pub result: AcceptanceResult,
    /// Worth of the works accepted by them; for the works as a whole, of all.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 42_000_000)]
    pub amount_vnd: i64,
    /// What else there is to say.
    #[schema(max_length = 500, example = json!(null))]
    pub remark: Option<String>,
    /// The minutes as a file of the application.
    pub attachment_id: Option<AttachmentId>,
    /// Revision: always 1.
    #[schema(minimum = 1)]
    pub version: i32,
    /// The ETag.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When they were entered.
    pub created_at: Instant,
    /// When they were entered: they never change.
    pub updated_at: Instant,
    /// The commune of the application.
    #[serde(skip)]
    pub commune_id: AreaId,
    /// The group of the application.
    #[serde(skip)]
    pub group_id: GroupId,
}

impl Acceptance {
    /// The view of a row of an application.
    #[must_use]
    pub fn of(row: acceptance::Model, application: &grant_application::Model) -> Self {
        Self {
            id: row.id,
            application_id: row.application_id,
            disbursement_id: row.disbursement_id,
            number: row.number,
            accepted_on: row.accepted_on,
            result: row.result,
            amount_vnd: row.amount_vnd,
            remark: row.remark,
            attachment_id: row.attachment_id,
            version: VERSION,
            etag: etag_of(VERSION),
            created_at: row.created_at.into(),
            updated_at: row.created_at.into(),
            commune_id: application.commune_id,
            group_id: application.group_id,
        }
    }
}

impl Resource for Acceptance {
    const KIND: &'static str = "acceptance";
    const COLLECTION: &'static str = "/v1/grant-applications";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        VERSION
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.commune_id), Owner::Group(self.group_id)]
    }

    fn path(&self) -> String {
        format!("{}/{}/acceptances/{}", Self::COLLECTION, self.application_id, self.id)
    }
}

/// Filters of the list of minutes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct AcceptanceFilter {
    /// Only minutes on this tranche.
    pub disbursement_id: Option<DisbursementId>,
}

impl Filter for AcceptanceFilter {
    const SORTS: &'static [&'static str] = &["-accepted_on", "accepted_on"];
}

/// Works that a tranche paid for were looked at.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAcceptance {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<AcceptanceId>,
    /// The tranche, which is paid.
    pub disbursement_id: DisbursementId,
    /// The number of the minutes.
    #[schema(example = "BB-2026-007")]
    pub number: Line<1, 60>,
    /// The day of the minutes; not before the payment.
    #[schema(example = "2026-06-15")]
    pub accepted_on: Day,
    /// What they found.
    pub result: AcceptanceResult,
    /// Worth of the works accepted; 0 when they failed, and only then.
    #[schema(example = 42_000_000)]
    pub amount_vnd: Vnd,
    /// What else there is to say.
    #[schema(example = json!(null))]
    pub remark: Option<Paragraph<500>>,
    /// The minutes as a file of the application.
    #[schema(example = json!(null))]
    pub attachment_id: Option<AttachmentId>,
}

/// The works as a whole are accepted.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FinalAcceptance {
    /// The number of the minutes.
    #[schema(example = "BB-2026-012")]
    pub number: Line<1, 60>,
    /// The day of the minutes.
    #[schema(example = "2026-06-15")]
    pub accepted_on: Day,
    /// What they found; works that failed are not accepted.
    pub result: AcceptanceResult,
    /// What else there is to say.
    #[schema(example = json!(null))]
    pub remark: Option<Paragraph<500>>,
    /// The minutes as a file of the application.
    #[schema(example = json!(null))]
    pub attachment_id: Option<AttachmentId>,
}
