//! What goes over the wire about the members of a household.

use entity::ids::{HouseholdMemberId, PersonId};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::values::Day;

/// Somebody joins a household.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHouseholdMember {
    /// An id of the stay made by the client; the server makes one when absent.
    pub id: Option<HouseholdMemberId>,
    /// Who.
    pub person_id: PersonId,
    /// The first day.
    pub from_on: Day,
    /// Whether the person heads the household from then on; only where nobody does.
    #[serde(default)]
    pub is_head: bool,
}

/// A stay ends.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StayEnd {
    /// The first day no longer there.
    pub until_on: Day,
}

/// A member becomes the head.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Appointment {
    /// Which member.
    pub person_id: PersonId,
    /// The first day as head.
    pub from_on: Day,
}
