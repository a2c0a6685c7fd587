//! What goes over the wire about leaving a group.

use entity::{
    enums::ExitReason,
    ids::{GroupId, MembershipId},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::values::{Bps, Day};

/// Why a member leaves, as far as it is up to the member or the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// The member leaves; more than half of all members must agree.
    Voluntary,
    /// The members exclude them; more than half of all must agree.
    Excluded,
    /// The member has died.
    Deceased,
    /// The member has moved away.
    MovedAway,
}

impl From<Exit> for ExitReason {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Voluntary => Self::Voluntary,
            Exit::Excluded => Self::Excluded,
            Exit::Deceased => Self::Deceased,
            Exit::MovedAway => Self::MovedAway,
        }
    }
}

/// A member leaves.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MembershipEnd {
    /// The first day no longer a member.
    pub until_on: Day,
    /// Why.
    pub exit_reason: Exit,
    /// The share of all members who agreed, in basis points.
    pub vote_bps: Option<Bps>,
    /// The day the members were informed.
    pub informed_on: Option<Day>,
    /// Who becomes head on that day, when the head of an active group leaves.
    pub successor_membership_id: Option<MembershipId>,
}

/// A member goes to another group.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MembershipTransfer {
    /// The group they go to.
    pub to_group_id: GroupId,
    /// The first day there and no longer here.
    pub on: Day,
    /// An id made by the client for the new membership; the server makes one when absent.
    pub new_id: Option<MembershipId>,
    /// Who becomes head on that day, when the head of an active group leaves.
    pub successor_membership_id: Option<MembershipId>,
}
