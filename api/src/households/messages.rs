//! What goes over the wire about households.

use chrono::NaiveDate;
use entity::{
    enums::Poverty,
    household, household_member,
    ids::{AreaId, HouseholdId, HouseholdMemberId, PersonId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of, present},
    store::{Owner, Resource, facts_of},
    values::{Commaed, Day, Instant, Line},
};

/// A household, as it was on a day.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Household {
    /// What the list shows too.
    #[serde(flatten)]
    pub summary: HouseholdSummary,
    /// Who lived in it that day, the head first.
    #[schema(max_items = 1000)]
    pub members: Vec<HouseholdMember>,
    /// Whether a decision has taken effect, or ceased to, since the household was last changed.
    #[serde(skip)]
    pub is_overtaken: bool,
}

/// A household in a list, as it was on a day.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HouseholdSummary {
    /// The id.
    pub id: HouseholdId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "HO-000123")]
    pub code: String,
    /// How many people live in it, registered or not.
    #[schema(minimum = 1, maximum = 50, example = 4)]
    pub size: Option<i16>,
    /// The commune where it was; null before the first known place.
    pub commune_id: Option<AreaId>,
    /// The former commune that place lies in, if known.
    #[schema(example = json!(null))]
    pub former_commune_id: Option<AreaId>,
    /// The hamlet.
    #[schema(max_length = 120, example = "Nà Giàng")]
    pub hamlet: Option<String>,
    /// Since when it was there.
    pub place_from_on: Option<NaiveDate>,
    /// Its official poverty status that day; null when none was decided, and for those who may not read it.
    pub poverty: Option<Poverty>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was registered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// Somebody who lived in a household.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HouseholdMember {
    /// The id of the stay.
    pub id: HouseholdMemberId,
    /// Who.
    pub person_id: PersonId,
    /// The name; null when the person lives elsewhere by now, was erased, or the reply is a repeated one.
    #[schema(max_length = 120, example = "Nông Thị Mẩy")]
    pub full_name: Option<String>,
    /// Whether the person headed the household.
    pub is_head: bool,
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day after it; null while it lasts.
    #[schema(example = json!(null))]
    pub until_on: Option<NaiveDate>,
}

impl HouseholdSummary {
    /// The view of a row without its parts.
    pub(super) fn bare(row: household::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            size: row.size,
            commune_id: None,
            former_commune_id: None,
            hamlet: None,
            place_from_on: None,
            poverty: None,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl HouseholdMember {
    /// The view of a stay.
    pub(super) fn of(row: household_member::Model, full_name: Option<String>) -> Self {
        Self {
            id: row.id,
            person_id: row.person_id,
            full_name,
            is_head: row.is_head,
            from_on: row.from_on,
            until_on: row.until_on,
        }
    }
}

impl Household {
    /// The same without names: what is stored in clear must not outlive the erasure of a person.
    #[must_use]
    pub fn without_names(&self) -> Self {
        let mut nameless = self.clone();
        nameless.members.iter_mut().for_each(|member| member.full_name = None);
        nameless
    }
}

impl Resource for Household {
    const KIND: &'static str = "household";
    const COLLECTION: &'static str = "/v1/households";

    fn id(&self) -> Uuid {
        self.summary.id.into()
    }

    fn version(&self) -> i32 {
        self.summary.version
    }

    fn is_told_by_revision(&self) -> bool {
        !self.is_overtaken
    }

    fn owners(&self) -> Vec<Owner> {
        self.summary.commune_id.map(Owner::Commune).into_iter().collect()
    }

    fn facts(&self) -> Value {
        facts_of(&self.without_names())
    }
}

/// A household to register.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "commune_id": "0181b1a8-4c00-7000-8000-000000000001", "hamlet": "Nà Giàng", "from_on": "2022-06-30", "size": 4,
}))]
pub struct NewHousehold {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<HouseholdId>,
    /// The commune where it lives; must exist on the first day.
    pub commune_id: AreaId,
    /// The former commune that place lies in; from 2025-07-01 on, one that was merged into the commune.
    pub former_commune_id: Option<AreaId>,
    /// The hamlet.
    pub hamlet: Option<Line<1, 120>>,
    /// How many people live in it, registered or not.
    #[schema(minimum = 1, maximum = 50, example = 4)]
    pub size: Option<i16>,
    /// Since when it has lived there.
    pub from_on: Day,
}

/// Changes of a household.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HouseholdPatch {
    /// How many people live in it, registered or not.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i16>, minimum = 1, maximum = 50, example = 4)]
    pub size: Option<Option<i16>>,
}

/// A household moves.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "commune_id": "0181b1a8-4c00-7000-8000-000000000001", "hamlet": "Nà Giàng", "from_on": "2022-06-30",
}))]
pub struct HouseholdMove {
    /// The commune it moves to; must exist on that day.
    pub commune_id: AreaId,
    /// The former commune the new place lies in; from 2025-07-01 on, one that was merged into the commune.
    pub former_commune_id: Option<AreaId>,
    /// The hamlet.
    pub hamlet: Option<Line<1, 120>>,
    /// The first day there.
    pub from_on: Day,
}

/// Filters of the list of households.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct HouseholdFilter {
    /// The beginning of the code.
    #[param(value_type = Option<String>, min_length = 1, max_length = 20)]
    pub q: Option<Line<1, 20>>,
    /// Only households that lay in this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only households with these poverty statuses; needs `persons-sensitive:read`.
    #[param(value_type = Option<Vec<Poverty>>)]
    pub poverty: Option<Commaed<Poverty>>,
    /// The day to show; today when absent. Households that were not there yet are left out.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
}

impl Filter for HouseholdFilter {
    const SORTS: &'static [&'static str] = &["code", "-code", "-updated_at"];
}

/// The day to show.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct AsOf {
    /// The day to show; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
}
