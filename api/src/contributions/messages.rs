//! What goes over the wire about contributions.

use chrono::NaiveDate;
use entity::{
    contribution_entry,
    enums::ContributionKind,
    grant_application,
    ids::{ApplicationId, AreaId, AttachmentId, ContributionId, GroupId, PostingId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Paragraph, Vnd},
};

/// Something a group gave.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contribution {
    /// Its id.
    pub id: ContributionId,
    /// The application.
    pub application_id: ApplicationId,
    /// The group.
    pub group_id: GroupId,
    /// What was given.
    pub kind: ContributionKind,
    /// Its worth.
    #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64, example = 6_000_000)]
    pub value_vnd: i64,
    /// How the worth was found.
    #[schema(max_length = 500, example = "40 công làm đất × 150.000 đồng")]
    pub valuation: String,
    /// The day it was given.
    pub given_on: NaiveDate,
    /// A file of the application that shows it.
    pub attachment_id: Option<AttachmentId>,
    /// The posting that keeps it in the books.
    pub posting_id: PostingId,
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
    /// The commune of the application.
    #[serde(skip)]
    pub commune_id: AreaId,
}

impl Contribution {
    /// The view of a row of an application.
    #[must_use]
    pub fn of(row: contribution_entry::Model, application: &grant_application::Model) -> Self {
        Self {
            id: row.id,
            application_id: row.application_id,
            group_id: row.group_id,
            kind: row.kind,
            value_vnd: row.value_vnd,
            valuation: row.valuation,
            given_on: row.given_on,
            attachment_id: row.attachment_id,
            posting_id: row.posting_id,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            commune_id: application.commune_id,
        }
    }
}

impl Resource for Contribution {
    const KIND: &'static str = "contribution_entry";
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

    fn path(&self) -> String {
        format!("{}/{}/contributions/{}", Self::COLLECTION, self.application_id, self.id)
    }
}

/// Filters of the list of contributions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ContributionFilter {
    /// Only contributions of these kinds.
    #[param(value_type = Option<Vec<ContributionKind>>)]
    pub kind: Option<Commaed<ContributionKind>>,
}

impl Filter for ContributionFilter {
    const SORTS: &'static [&'static str] = &["-given_on", "given_on"];
}

/// A group gave something.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContribution {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<ContributionId>,
    /// What was given.
    pub kind: ContributionKind,
    /// Its worth.
    #[schema(minimum = 1, example = 6_000_000)]
    pub value_vnd: Vnd,
    /// How the worth was found.
    #[schema(example = "40 công làm đất × 150.000 đồng")]
    pub valuation: Paragraph<500>,
    /// The day it was given; it counts for the fiscal year of that day.
    #[schema(example = "2026-06-15")]
    pub given_on: Day,
    /// A file of the application that shows it.
    #[schema(example = json!(null))]
    pub attachment_id: Option<AttachmentId>,
}
