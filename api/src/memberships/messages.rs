//! What goes over the wire about memberships.

use chrono::NaiveDate;
use entity::{
    enums::{ExitReason, GroupStatus, LegalForm, Office, Poverty, Sex},
    ids::{AreaId, GroupId, MembershipId, PersonId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, Warning, present},
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line, Vnd},
};

/// A person belongs to a group between two days.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct Membership {
    /// Its id.
    pub id: MembershipId,
    /// The group.
    pub group_id: GroupId,
    /// The code of the group.
    #[schema(max_length = 20, example = "NH-000123")]
    pub group_code: String,
    /// The name of the group.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng lạc Nà Giàng")]
    pub group_name: String,
    /// The member.
    pub person_id: PersonId,
    /// The name of the member.
    #[schema(max_length = 120, example = "Nông Thị Mẫu")]
    pub full_name: String,
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day no longer a member; null while it lasts.
    pub until_on: Option<NaiveDate>,
    /// What the member contributed, in dong.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub contribution_vnd: Option<i64>,
    /// Why it ended.
    pub exit_reason: Option<ExitReason>,
    /// The share of all members who agreed to the exit, in basis points.
    #[schema(minimum = 0, maximum = 10_000)]
    pub vote_bps: Option<i32>,
    /// The day the members were informed of the exit.
    pub informed_on: Option<NaiveDate>,
    /// The offices held on the day asked for.
    #[sea_orm(skip)]
    #[schema(max_items = 10)]
    pub offices: Vec<Office>,
    /// The membership that a transfer began in the other group; only in the reply of a transfer.
    #[sea_orm(skip)]
    pub transferred_to_id: Option<MembershipId>,
    /// What deserves attention after a change; empty on reads.
    #[sea_orm(skip)]
    #[schema(max_items = 5)]
    pub warnings: Vec<Warning>,
    /// Revision; changes of offices count too.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[sea_orm(skip)]
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// The commune of the group; lists do not ask for it.
    #[serde(skip)]
    pub commune_id: Option<AreaId>,
    /// The offices as one number.
    #[serde(skip)]
    pub(super) office_set: Option<i64>,
}

impl Resource for Membership {
    const KIND: &'static str = "membership";
    const COLLECTION: &'static str = "/v1/memberships";
    const IMPERSONAL: &'static [&'static str] = &[
        "group_id",
        "group_code",
        "group_name",
        "person_id",
        "from_on",
        "until_on",
        "contribution_vnd",
        "exit_reason",
        "vote_bps",
        "informed_on",
        "offices",
        "transferred_to_id",
    ];

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        self.commune_id.map(Owner::Commune).into_iter().chain([Owner::Group(self.group_id)]).collect()
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.person_id)
    }
}

/// Of whom a list shows one membership each.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnePer {
    /// Of each person.
    Person,
    /// Of each household of the day.
    Household,
}

/// Filters of the list of memberships. What a group or a household was is taken from the day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct MembershipFilter {
    /// The day on which they last; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
    /// Only members of this group.
    pub group_id: Option<GroupId>,
    /// Only memberships of this person.
    pub person_id: Option<PersonId>,
    /// Only in groups in this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only in groups in communes of 2025 whose commune of 2022 is not known, or in all others.
    pub not_assigned: Option<bool>,
    /// Only in groups of these forms.
    #[param(value_type = Option<Vec<LegalForm>>)]
    pub legal_form: Option<Commaed<LegalForm>>,
    /// Only where the counted group began as one of these: the group itself, or the one that a cooperative continues.
    #[param(value_type = Option<Vec<LegalForm>>)]
    pub began_as: Option<Commaed<LegalForm>>,
    /// Only where the counted group was in one of these states. With `began_as=cig,tht` and `active,upgraded` the list
    /// holds the members that indicator G2 counts.
    #[param(value_type = Option<Vec<GroupStatus>>)]
    pub group_status: Option<Commaed<GroupStatus>>,
    /// Only in groups whose main value chain is one of these.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
    /// Only members of these sexes.
    #[param(value_type = Option<Vec<Sex>>)]
    pub sex: Option<Commaed<Sex>>,
    /// Only members whose household had one of these statuses; needs `persons-sensitive:read`, and only persons within
    /// its reach are listed.
    #[param(value_type = Option<Vec<Poverty>>)]
    pub poverty: Option<Commaed<Poverty>>,
    /// Only members of these ethnic groups; needs `persons-sensitive:read`, and only persons within its reach are listed.
    #[param(value_type = Option<Vec<String>>)]
    pub ethnic_code: Option<Commaed<Line<2, 2>>>,
    /// Only members who have completed a training by the day, or all others; wherever the training was.
    pub is_trained: Option<bool>,
    /// Only training in one of these topics counts; alone it lists whoever completed one.
    #[param(value_type = Option<Vec<String>>)]
    pub topic: Option<Commaed<Line<1, 40>>>,
    /// One membership for each person or household that the other filters leave: as many as there are of them.
    #[param(inline)]
    pub one_per: Option<OnePer>,
    /// Words of the member's name.
    #[param(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub q: Option<Line<1, 100>>,
}

impl Filter for MembershipFilter {
    const SORTS: &'static [&'static str] = &["id", "name"];
}

/// Somebody joins a group.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMembership {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<MembershipId>,
    /// The group.
    pub group_id: GroupId,
    /// The person; also one that a look-up by full number has found elsewhere.
    pub person_id: PersonId,
    /// The first day, while the group exists.
    pub from_on: Day,
    /// What the member contributed, in dong.
    pub contribution_vnd: Option<Vnd>,
}

/// Changes of a membership; it ends by an action.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MembershipPatch {
    /// What the member contributed, in dong.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Vnd>)]
    pub contribution_vnd: Option<Option<Vnd>>,
}
