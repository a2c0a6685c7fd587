//! What goes over the wire about final accounts.

use chrono::NaiveDate;
use entity::{
    grant_application,
    ids::{ApplicationId, AreaId, GroupId},
    settlement,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::etag_of,
    store::{Owner, Resource},
    values::{Day, Instant, Line},
};

/// Final accounts never change.
const VERSION: i32 = 1;

/// The final account of a grant.
#[derive(Debug, Serialize, ToSchema)]
pub struct Settlement {
    /// The application, whose id it has.
    pub id: ApplicationId,
    /// The number of the account.
    #[schema(max_length = 60, example = "QT-2026-004")]
    pub number: String,
    /// The day of the account.
    pub settled_on: NaiveDate,
    /// What was spent of the grant: the works that were accepted.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 68_500_000)]
    pub spent_vnd: i64,
    /// What the group gave in money, labour and goods.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 30_000_000)]
    pub own_vnd: i64,
    /// The group's share of both, in basis points, rounded down.
    #[schema(minimum = 0, maximum = 10_000, example = 3045)]
    pub own_bps: i32,
    /// Revision: always 1.
    #[schema(minimum = 1)]
    pub version: i32,
    /// The ETag.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was made: it never changes.
    pub updated_at: Instant,
    /// The commune of the application.
    #[serde(skip)]
    pub commune_id: AreaId,
    /// The group of the application.
    #[serde(skip)]
    pub group_id: GroupId,
}

impl Settlement {
    /// The view of the account of an application.
    #[must_use]
    pub fn of(row: settlement::Model, application: &grant_application::Model) -> Self {
        Self {
            id: row.application_id,
            number: row.number,
            settled_on: row.settled_on,
            spent_vnd: row.spent_vnd,
            own_vnd: row.own_vnd,
            own_bps: row.own_bps,
            version: VERSION,
            etag: etag_of(VERSION),
            created_at: row.created_at.into(),
            updated_at: row.created_at.into(),
            commune_id: application.commune_id,
            group_id: application.group_id,
        }
    }
}

impl Resource for Settlement {
    const KIND: &'static str = "settlement";
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
        format!("{}/{}/settlement", Self::COLLECTION, self.id)
    }
}

/// A final account is made; its sums come from the books.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSettlement {
    /// The number of the account.
    #[schema(example = "QT-2026-004")]
    pub number: Line<1, 60>,
    /// The day of the account; not before the final acceptance.
    #[schema(example = "2026-06-15")]
    pub settled_on: Day,
}
