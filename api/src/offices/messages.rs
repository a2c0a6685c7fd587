//! What goes over the wire about offices.

use chrono::NaiveDate;
use entity::{
    enums::Office,
    ids::{AreaId, GroupId, MembershipId, OfficeId, PersonId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, Warning},
    store::{Owner, Resource},
    values::{Day, Instant},
};

/// An office that is held; who holds it is told by the membership.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfficeHeld {
    /// Its id.
    pub id: OfficeId,
    /// Which office.
    pub office: Office,
    /// The membership of the holder.
    pub membership_id: MembershipId,
    /// Since when.
    pub from_on: NaiveDate,
}

/// An office held by a member; it is changed at the revision of its group.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct OfficeHolding {
    /// Its id.
    pub id: OfficeId,
    /// The group.
    pub group_id: GroupId,
    /// The membership of the holder.
    pub membership_id: MembershipId,
    /// The holder.
    pub person_id: PersonId,
    /// The name of the holder.
    #[schema(max_length = 120, example = "Nông Thị Mẫu")]
    pub full_name: String,
    /// Which office.
    pub office: Office,
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day no longer held; null while it lasts.
    pub until_on: Option<NaiveDate>,
    /// What deserves attention after a change; empty on reads.
    #[sea_orm(skip)]
    #[schema(max_items = 5)]
    pub warnings: Vec<Warning>,
    /// Revision of the group.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`: that of the group.
    #[sea_orm(skip)]
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When the group was last changed.
    pub updated_at: Instant,
    /// The commune of the group.
    #[serde(skip)]
    pub commune_id: AreaId,
}

impl Resource for OfficeHolding {
    const KIND: &'static str = "group_office";
    const COLLECTION: &'static str = "/v1/farmer-groups";
    const IMPERSONAL: &'static [&'static str] =
        &["group_id", "membership_id", "person_id", "office", "from_on", "until_on"];

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.commune_id), Owner::Group(self.group_id)]
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.person_id)
    }

    fn path(&self) -> String {
        format!("{}/{}/offices/{}", Self::COLLECTION, self.group_id, self.id)
    }
}

/// A member takes an office.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOffice {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<OfficeId>,
    /// The membership of the holder, in this group.
    pub membership_id: MembershipId,
    /// Which office.
    pub office: Office,
    /// The first day.
    pub from_on: Day,
}

/// An office ends.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficeEnd {
    /// The first day it is no longer held.
    pub until_on: Day,
    /// The membership of whoever takes it over on that day; needed for the head of an active group.
    pub successor_membership_id: Option<MembershipId>,
}

/// Filters of the list of offices.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct OfficeFilter {
    /// The day on which they are held; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
}

impl Filter for OfficeFilter {
    const SORTS: &'static [&'static str] = &["from_on", "-from_on"];
}
