//! What goes over the wire about applications.

use chrono::NaiveDate;
use entity::{
    enums::ApplicationStatus,
    grant_application,
    ids::{AllotmentId, ApplicationId, AreaId, CallId, FundId, GroupId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    application_content::messages::Content,
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Instant, Line},
};

/// An application as lists show it.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct GrantApplicationSummary {
    /// Its id.
    pub id: ApplicationId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "HS-000001")]
    pub code: String,
    /// The call.
    pub call_id: CallId,
    /// The group.
    pub group_id: GroupId,
    /// Name of the group.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng lạc Nà Giàng")]
    pub group_name: String,
    /// Commune of the group when the application was entered or handed in.
    pub commune_id: AreaId,
    /// Its state.
    pub status: ApplicationStatus,
    /// What is asked for.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub requested_vnd: i64,
    /// What was granted.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub approved_vnd: Option<i64>,
    /// Paid, less reversals and refunds.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub paid_vnd: i64,
    /// When it was last handed in.
    pub submitted_at: Option<Instant>,
    /// What you can do with it now.
    #[schema(max_items = 20, example = json!(["submit"]))]
    #[sea_orm(skip)]
    pub allowed_actions: Vec<&'static str>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    #[sea_orm(skip)]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// An application with what its present version says.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantApplication {
    /// Its id.
    pub id: ApplicationId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "HS-000001")]
    pub code: String,
    /// The call.
    pub call_id: CallId,
    /// The fund.
    pub fund_id: FundId,
    /// The group.
    pub group_id: GroupId,
    /// Commune of the group when the application was entered or handed in.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// Its state.
    pub status: ApplicationStatus,
    /// Number of the present version of its content.
    #[schema(minimum = 1, maximum = 1000)]
    pub content_version: i32,
    /// What it says.
    pub content: Content,
    /// What is asked for.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub requested_vnd: i64,
    /// What the group gives.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub own_vnd: i64,
    /// What was granted.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub approved_vnd: Option<i64>,
    /// The allotment of the call it was granted from.
    pub allotment_id: Option<AllotmentId>,
    /// Paid, less reversals and refunds.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub paid_vnd: i64,
    /// Worth of the works accepted.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub accepted_vnd: i64,
    /// When it was last handed in.
    pub submitted_at: Option<Instant>,
    /// Day of the last decision.
    pub decided_on: Option<NaiveDate>,
    /// What you can do with it now.
    #[schema(max_items = 20, example = json!(["submit"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl GrantApplication {
    /// The view of a row with its content.
    #[must_use]
    pub fn of(row: grant_application::Model, content: Content, allowed_actions: Vec<&'static str>) -> Self {
        Self {
            id: row.id,
            code: row.code,
            call_id: row.call_id,
            fund_id: row.fund_id,
            group_id: row.group_id,
            commune_id: row.commune_id,
            former_commune_id: row.former_commune_id,
            status: row.status,
            content_version: row.version_n,
            content,
            requested_vnd: row.requested_vnd,
            own_vnd: row.own_vnd,
            approved_vnd: row.approved_vnd,
            allotment_id: row.allotment_id,
            paid_vnd: row.paid_vnd,
            accepted_vnd: row.accepted_vnd,
            submitted_at: row.submitted_at.map(Into::into),
            decided_on: row.decided_on,
            allowed_actions,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for GrantApplication {
    const KIND: &'static str = "grant_application";
    const COLLECTION: &'static str = "/v1/grant-applications";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.commune_id), Owner::Group(self.group_id)]
    }
}

/// Filters of the list of applications.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct GrantApplicationFilter {
    /// Only applications to this call.
    pub call_id: Option<CallId>,
    /// Only applications of this group.
    pub group_id: Option<GroupId>,
    /// Only applications from this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only applications in these states.
    #[param(value_type = Option<Vec<ApplicationStatus>>)]
    pub status: Option<Commaed<ApplicationStatus>>,
    /// Only applications of groups whose main value chain is one of these.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
}

impl Filter for GrantApplicationFilter {
    const SORTS: &'static [&'static str] = &["-updated_at", "code"];
}

/// A group applies.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGrantApplication {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<ApplicationId>,
    /// The call.
    pub call_id: CallId,
    /// The group.
    pub group_id: GroupId,
    /// What it says.
    pub content: Content,
}

/// Another content.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantApplicationPatch {
    /// What it says, instead of what it said.
    pub content: Content,
}
