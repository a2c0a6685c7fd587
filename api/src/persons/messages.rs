//! What goes over the wire about persons.

use entity::{
    enums::Sex,
    ids::{AreaId, GroupId, HouseholdId, PersonId},
    person,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::queries::Home;
use crate::{
    consents::messages::NewConsent,
    http::{Filter, Warning, etag_of, present},
    identities::messages::NewIdentity,
    store::{Owner, Resource},
    values::{Commaed, Day, EthnicCode, Instant, Line, PersonName},
};

/// A person of the register.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The name, as on the document.
    #[schema(max_length = 120, example = "Nông Thị Mẩy")]
    pub full_name: String,
    /// The sex, as on the document.
    pub sex: Sex,
    /// The year of birth.
    #[schema(minimum = 1900, maximum = 2100, example = 1985)]
    pub birth_year: Option<i16>,
    /// Code of the ethnic group; null when unknown, for those who may not read it, and once the consent is withdrawn.
    #[schema(max_length = 2, example = "02")]
    pub ethnic_code: Option<String>,
    /// Whether the person has a disability; null when not stated, for those who may not read it, and once the consent is
    /// withdrawn.
    pub has_disability: Option<bool>,
    /// The household the person lives in, or lived in last; null when it lies outside the caller's reach.
    pub household_id: Option<HouseholdId>,
    /// The commune of that household.
    pub commune_id: Option<AreaId>,
    /// In the reply to a write: what disagrees with the number of the document.
    #[schema(max_items = 10, example = json!([]))]
    pub warnings: Vec<Warning>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When the person was registered.
    pub created_at: Instant,
    /// When the row was last changed.
    pub updated_at: Instant,
    /// The groups the person is in, for the journal.
    #[serde(skip)]
    pub groups: Vec<GroupId>,
}

impl Person {
    /// The view of a row.
    pub(super) fn of(row: person::Model, home: Option<&Home>, is_sensitive_shown: bool) -> Self {
        Self {
            id: row.id,
            full_name: row.full_name,
            sex: row.sex,
            birth_year: row.birth_year,
            ethnic_code: row.ethnic_code.filter(|_| is_sensitive_shown),
            has_disability: row.has_disability.filter(|_| is_sensitive_shown),
            household_id: home.map(|home| home.household_id),
            commune_id: home.map(|home| home.commune_id),
            warnings: Vec::new(),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            groups: Vec::new(),
        }
    }

    /// The same with what is worth a second look.
    #[must_use]
    pub(super) fn warning(mut self, warnings: Vec<Warning>) -> Self {
        self.warnings = warnings;
        self
    }
}

impl Resource for Person {
    const KIND: &'static str = "person";
    const COLLECTION: &'static str = "/v1/persons";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        let groups = self.groups.iter().copied().map(Owner::Group);
        self.commune_id.map(Owner::Commune).into_iter().chain(groups).collect()
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.id)
    }
}

/// A person to register.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "full_name": "Nông Thị Mẩy", "sex": "female", "ethnic_code": "02",
    "household_id": "0181b1a8-4c00-7000-8000-000000000001", "household_from_on": "2022-06-30",
    "consents": [{ "purpose": "membership", "ground": "consent", "text_version": "2026-1", "channel": "paper" }],
    "identity": { "number": "003185000123", "phone": "02060000123", "birth_on": "1985-04-12" },
}))]
pub struct NewPerson {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<PersonId>,
    /// The name, as on the document.
    pub full_name: PersonName,
    /// The sex, as on the document.
    pub sex: Sex,
    /// The year of birth, when the day is not known; the day belongs into `identity`.
    #[schema(minimum = 1900, maximum = 2100, example = 1985)]
    pub birth_year: Option<i16>,
    /// Code of the ethnic group.
    pub ethnic_code: Option<EthnicCode>,
    /// Whether the person has a disability.
    pub has_disability: Option<bool>,
    /// The household the person lives in.
    pub household_id: HouseholdId,
    /// Since when the person has lived in it.
    pub household_from_on: Day,
    /// Whether the person heads it from that day on.
    #[serde(default)]
    pub is_household_head: bool,
    /// What the person agreed to, or on which other ground the data are kept.
    #[schema(min_items = 1, max_items = 10)]
    pub consents: Vec<NewConsent>,
    /// What identifies and reaches the person.
    pub identity: Option<NewIdentity>,
}

/// Changes of a person.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "full_name": "Nông Thị Mẩy", "birth_year": 1985 }))]
pub struct PersonPatch {
    /// The name, as on the document.
    #[schema(nullable = false)]
    pub full_name: Option<PersonName>,
    /// The sex, as on the document.
    #[schema(nullable = false)]
    pub sex: Option<Sex>,
    /// The year of birth; must agree with the birth date of the identity, if that is known.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i16>, minimum = 1900, maximum = 2100, example = 1985)]
    pub birth_year: Option<Option<i16>>,
    /// Code of the ethnic group.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<EthnicCode>)]
    pub ethnic_code: Option<Option<EthnicCode>>,
    /// Whether the person has a disability.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<bool>)]
    pub has_disability: Option<Option<bool>>,
}

/// Filters of the list of persons.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PersonFilter {
    /// Words of the name, or their beginnings, with or without diacritics; the best hits come first.
    #[param(value_type = Option<String>, min_length = 1, max_length = 120)]
    pub q: Option<Line<1, 120>>,
    /// Only persons whose household now lies in this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only persons of these sexes.
    #[param(value_type = Option<Vec<Sex>>)]
    pub sex: Option<Commaed<Sex>>,
    /// Only persons of these ethnic groups; needs `persons-sensitive:read`.
    #[param(value_type = Option<Vec<EthnicCode>>)]
    pub ethnic_code: Option<Commaed<EthnicCode>>,
    /// Only persons who live in this household now.
    pub household_id: Option<HouseholdId>,
    /// Only present members of this group.
    pub group_id: Option<GroupId>,
}

impl Filter for PersonFilter {
    const SORTS: &'static [&'static str] = &["name", "-name", "-updated_at"];
}
