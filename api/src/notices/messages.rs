//! What goes over the wire about notices.

use chrono::NaiveDate;
use entity::{
    enums::NoticeKind,
    group_notice,
    ids::{AreaId, GroupId, NoticeId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, Warning, etag_of, present},
    store::{Owner, Resource},
    values::{Day, Instant},
};

/// A notice of a group to the People's Committee of its commune.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// The group.
    pub group_id: GroupId,
    /// What the commune must be told.
    pub kind: NoticeKind,
    /// The day of the change: the signing of the contract, the decision.
    pub signed_on: NaiveDate,
    /// The last day in time: the fifth working day after the change.
    pub due_on: NaiveDate,
    /// The day it was sent; null while it was not.
    pub sent_on: Option<NaiveDate>,
    /// The commune it is for.
    pub area_id: AreaId,
    /// What deserves attention: `notice_due` while it is not sent, `notice_late` once the last day has passed.
    #[schema(max_items = 5)]
    pub warnings: Vec<Warning>,
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

impl Notice {
    /// The view of a row that was due on a day.
    #[must_use]
    pub fn of(row: group_notice::Model, due_on: NaiveDate, warning: Option<Warning>) -> Self {
        Self {
            id: row.id,
            group_id: row.group_id,
            kind: row.kind,
            signed_on: row.signed_on,
            due_on,
            sent_on: row.sent_on,
            area_id: row.area_id,
            warnings: warning.into_iter().collect(),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for Notice {
    const KIND: &'static str = "group_notice";
    const COLLECTION: &'static str = "/v1/farmer-groups";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// It warns of the day, and is due by the holidays.
    fn is_told_by_revision(&self) -> bool {
        false
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.area_id), Owner::Group(self.group_id)]
    }

    fn path(&self) -> String {
        format!("{}/{}/notices/{}", Self::COLLECTION, self.group_id, self.id)
    }
}

/// A change that the commune must be told of.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNotice {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<NoticeId>,
    /// What the commune must be told.
    pub kind: NoticeKind,
    /// The day of the change.
    pub signed_on: Day,
    /// The day the notice was sent, if it was.
    pub sent_on: Option<Day>,
}

/// When a notice was sent.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticePatch {
    /// The day it was sent; null when it was not.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Day>)]
    pub sent_on: Option<Option<Day>>,
}

/// Filters of the list of notices.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeFilter {
    /// Only notices that were sent, or only those that were not.
    pub is_sent: Option<bool>,
}

impl Filter for NoticeFilter {
    const SORTS: &'static [&'static str] = &["-signed_on", "signed_on"];
}
