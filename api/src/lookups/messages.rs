//! What goes over the wire about look-ups.

use entity::ids::{AreaId, PersonId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use crate::{
    persons::messages::Person,
    values::{PersonNumber, Phone},
};

/// Whom to find: by exactly one of the members.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "one_of_them"))]
#[schema(example = json!({ "number": "003185000123" }))]
pub struct Lookup {
    /// The full number of the document.
    pub number: Option<PersonNumber>,
    /// The last four digits of the number.
    #[schema(min_length = 4, max_length = 4, pattern = "^[0-9]{4}$")]
    pub last4: Option<String>,
    /// The phone.
    pub phone: Option<Phone>,
}

fn one_of_them(wanted: &Lookup) -> Result<(), ValidationError> {
    let given = [wanted.number.is_some(), wanted.last4.is_some(), wanted.phone.is_some()];
    if given.into_iter().filter(|is_given| *is_given).count() == 1 {
        return Ok(());
    }
    let words = "Cần đúng một trong ba: số giấy tờ, bốn số cuối, điện thoại.|Give exactly one of number, last4 and phone.";
    Err(ValidationError::new("inconsistent").with_message(words.into()))
}

/// Somebody who was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookupHit {
    /// The id.
    pub id: PersonId,
    /// The name; of a person beyond the caller's reach only the first letter of each word.
    #[schema(max_length = 500, example = "N••• T••• M•••")]
    pub full_name: String,
    /// The year of birth; null beyond the reach.
    #[schema(minimum = 1900, maximum = 2100, example = json!(null))]
    pub birth_year: Option<i16>,
    /// The commune of the person's household.
    pub commune_id: Option<AreaId>,
    /// Whether the person lies beyond the caller's reach.
    pub is_masked: bool,
}

impl From<Person> for LookupHit {
    fn from(person: Person) -> Self {
        Self {
            id: person.id,
            full_name: person.full_name,
            birth_year: person.birth_year,
            commune_id: person.commune_id,
            is_masked: false,
        }
    }
}

impl LookupHit {
    /// A hit beyond the reach.
    pub(super) fn masked(person: Person) -> Self {
        let words = person.full_name.split_whitespace().filter_map(|word| word.chars().next());
        let full_name = words.map(|first| format!("{first}•••")).collect::<Vec<_>>().join(" ");
        Self { full_name, birth_year: None, is_masked: true, ..Self::from(person) }
    }
}

/// Those who were found.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookupHits {
    /// By name; a phone or four digits can belong to several.
    #[schema(max_items = 1000)]
    pub data: Vec<LookupHit>,
}
