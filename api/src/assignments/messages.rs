//! What goes over the wire about role assignments.

use chrono::NaiveDate;
use entity::{
    enums::Role,
    ids::{AccountId, AreaId, GroupId, PartnerId, RoleAssignmentId},
    role_assignment,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::workflow::{STEPS, status_on};
use crate::{
    access::Caller,
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Day, Instant},
    workflow,
};

/// Whether a role counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentStatus {
    /// A second administrator has to agree first.
    AwaitingConfirmation,
    /// Its first day is yet to come.
    Future,
    /// It counts.
    Active,
    /// It counts no longer.
    Ended,
}

/// A role held over a scope.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoleAssignment {
    /// Its id.
    pub id: RoleAssignmentId,
    /// The account that holds it.
    pub account_id: Option<AccountId>,
    /// The role.
    pub role: Role,
    /// Held over this area and all below it.
    pub area_id: Option<AreaId>,
    /// Held over this group.
    #[schema(example = json!(null))]
    pub group_id: Option<GroupId>,
    /// Held over this partner.
    #[schema(example = json!(null))]
    pub partner_id: Option<PartnerId>,
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day after it; null while it lasts.
    #[schema(example = json!(null))]
    pub until_on: Option<NaiveDate>,
    /// The administrator who entered it; null for the command line.
    pub entered_by: Option<AccountId>,
    /// The administrator who confirmed it, where two are needed.
    #[schema(example = json!(null))]
    pub confirmed_by: Option<AccountId>,
    /// When it was confirmed.
    #[schema(example = json!(null))]
    pub confirmed_at: Option<Instant>,
    /// Whether it counts today.
    pub status: AssignmentStatus,
    /// What the caller may do with it now.
    #[schema(max_items = 10, example = json!(["end"]))]
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

impl RoleAssignment {
    /// The view of a row for a caller on a day.
    #[must_use]
    pub fn of(row: role_assignment::Model, caller: &Caller, today: NaiveDate) -> Self {
        let status = status_on(&row, today);
        Self {
            id: row.id,
            account_id: row.account_id,
            role: row.role,
            area_id: row.area_id,
            group_id: row.group_id,
            partner_id: row.partner_id,
            from_on: row.from_on,
            until_on: row.until_on,
            entered_by: row.entered_by.map(Into::into),
            confirmed_by: row.confirmed_by.map(Into::into),
            confirmed_at: row.confirmed_at.map(Into::into),
            status,
            allowed_actions: actions(&row, status, caller),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

/// Nobody acts on their own roles, and nobody confirms what they entered.
fn actions(row: &role_assignment::Model, status: AssignmentStatus, caller: &Caller) -> Vec<&'static str> {
    let is_own = row.account_id.is_some() && row.account_id == caller.account_id();
    let mut open = workflow::open(STEPS, status, |permission| !is_own && caller.holds(permission));
    if row.entered_by == caller.account_id().map(Uuid::from) {
        open.retain(|action| *action != "confirm");
    }
    open
}

impl Resource for RoleAssignment {
    const KIND: &'static str = "role_assignment";
    const COLLECTION: &'static str = "/v1/role-assignments";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// It begins and ends with its days.
    fn is_told_by_revision(&self) -> bool {
        false
    }

    fn owners(&self) -> Vec<Owner> {
        let scopes = [
            self.area_id.map(Owner::Commune),
            self.group_id.map(Owner::Group),
            self.partner_id.map(Owner::Partner),
        ];
        scopes.into_iter().flatten().collect()
    }
}

/// A role for an account, over exactly one scope: an area, but a group for leaders and a partner for partners.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "account_id": "0181b1a8-4c00-7000-8000-000000000001",
    "role": "officer",
    "area_id": "0181b1a8-4c00-7000-8000-000000000002",
    "from_on": "2022-06-30"
}))]
pub struct NewRoleAssignment {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<RoleAssignmentId>,
    /// The account that is to hold it.
    pub account_id: AccountId,
    /// The role.
    pub role: Role,
    /// Over this area and all below it; for every role but leaders and partners.
    pub area_id: Option<AreaId>,
    /// Over this group; for leaders.
    pub group_id: Option<GroupId>,
    /// Over this partner; for partners.
    pub partner_id: Option<PartnerId>,
    /// The first day.
    pub from_on: Day,
    /// The first day after it; null when it lasts.
    pub until_on: Option<Day>,
}

/// The end of a role.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    /// The first day on which it no longer counts: today or later.
    pub until_on: Day,
}

/// Filters of the list of role assignments.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct RoleAssignmentFilter {
    /// Only roles of this account.
    pub account_id: Option<AccountId>,
    /// Only these roles.
    #[param(value_type = Option<Vec<Role>>)]
    pub role: Option<Commaed<Role>>,
    /// Only roles over this area or an area in it.
    pub area_id: Option<AreaId>,
    /// Only roles whose dates include this day.
    #[param(value_type = Option<String>, format = Date)]
    pub valid_on: Option<Day>,
}

impl Filter for RoleAssignmentFilter {
    const SORTS: &'static [&'static str] = &["-from_on", "from_on"];
}
