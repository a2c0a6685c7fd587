//! What goes over the wire about the end of groups.

use entity::ids::{GroupId, MembershipId, PersonId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use crate::values::{Day, Line, Paragraph, TaxCode, Vnd};

/// A group ends.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Dissolution {
    /// The first day it no longer works.
    pub on: Day,
    /// Why.
    #[schema(example = "Các thành viên thống nhất giải thể.")]
    pub reason: Paragraph<500>,
}

/// Somebody who founds the cooperative: a member of the group, or any other person.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "membership_id": "0181b1a8-4c00-7000-8000-000000000001",
    "is_head": true,
    "contribution_vnd": 5_000_000
}))]
pub struct Founder {
    /// Their membership in the group; or name the person.
    pub membership_id: Option<MembershipId>,
    /// The person, if they are no member of the group.
    pub person_id: Option<PersonId>,
    /// Whether they head the cooperative.
    pub is_head: bool,
    /// What they contribute, in dong.
    pub contribution_vnd: Option<Vnd>,
}

/// A cooperative continues a group.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Upgrade {
    /// An id made by the client for the cooperative; the server makes one when absent.
    pub new_id: Option<GroupId>,
    /// The name of the cooperative.
    #[schema(example = "Hợp tác xã lạc Nà Giàng")]
    pub name: Line<2, 160>,
    /// Its registration number: the tax code of 10 digits.
    #[schema(example = "9900000016")]
    pub registration_number: TaxCode,
    /// The day it was registered; from then on it continues the group.
    pub registered_on: Day,
    /// Who founds it, exactly one of them its head: at least seven when registered before 2024-07-01, five from then.
    #[schema(min_items = 1, max_items = 500)]
    #[validate(nested, custom(function = "named_once_with_one_head"))]
    pub founding_members: Vec<Founder>,
}

fn named_once_with_one_head(founders: &[Founder]) -> Result<(), ValidationError> {
    let says =
        |code: &'static str, text: &'static str| Err(ValidationError::new(code).with_message(text.into()));
    if founders.iter().any(|one| one.membership_id.is_some() == one.person_id.is_some()) {
        return says(
            "inconsistent",
            "Mỗi người nêu bằng membership_id hoặc person_id.|Name each by membership_id or by person_id.",
        );
    }
    if founders.iter().filter(|one| one.is_head).count() != 1 {
        return says(
            "inconsistent",
            "Phải có đúng một người đứng đầu.|Exactly one of them must be the head.",
        );
    }
    Ok(())
}
