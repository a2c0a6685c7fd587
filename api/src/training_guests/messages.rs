//! What goes over the wire about guests of events.

use entity::{
    enums::Sex,
    ids::{PersonId, TrainingGuestId, TrainingId},
    training_guest,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of, present},
    store::{Owner, Resource},
    values::{Instant, Line, PersonName},
};

/// Somebody at an event who was not in the register.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrainingGuest {
    /// Its id.
    pub id: TrainingGuestId,
    /// The event.
    pub event_id: TrainingId,
    /// The name; null once it was forgotten, and in the reply to a request that is repeated.
    #[schema(max_length = 120, example = "Hoàng Văn Thử")]
    pub full_name: Option<String>,
    /// The sex.
    pub sex: Sex,
    /// The year of birth.
    #[schema(minimum = 1900, maximum = 2200, example = 1979)]
    pub birth_year: Option<i32>,
    /// What helps to find the person.
    #[schema(max_length = 255, example = "xóm Nà Giàng, con ông Thử")]
    pub remark: Option<String>,
    /// The person it turned out to be.
    pub person_id: Option<PersonId>,
    /// When it turned out.
    pub matched_at: Option<Instant>,
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
    /// Where the event took place.
    #[serde(skip)]
    pub owner: Owner,
}

/// What stands in the database for a name that was forgotten.
pub const FORGOTTEN: &str = "#";

impl TrainingGuest {
    /// The view of a row.
    #[must_use]
    pub fn of(row: training_guest::Model, owner: Owner) -> Self {
        Self {
            id: row.id,
            event_id: row.event_id,
            full_name: Some(row.full_name).filter(|name| name != FORGOTTEN),
            sex: row.sex,
            birth_year: row.birth_year,
            remark: row.remark,
            person_id: row.person_id,
            matched_at: row.matched_at.map(Instant::from),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            owner,
        }
    }

    /// The same without what tells who it is: what is remembered of a reply.
    #[must_use]
    pub fn unnamed(&self) -> Self {
        Self { full_name: None, birth_year: None, remark: None, ..self.clone() }
    }
}

impl Resource for TrainingGuest {
    const KIND: &'static str = "training_guest";
    const COLLECTION: &'static str = "/v1/training-events";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![self.owner]
    }

    /// Without what tells who it is: there is no key to seal that under.
    fn facts(&self) -> Value {
        serde_json::json!({ "event_id": self.event_id, "sex": self.sex, "person_id": self.person_id })
    }

    fn path(&self) -> String {
        format!("{}/{}/guests/{}", Self::COLLECTION, self.event_id, self.id)
    }
}

/// A guest to write down.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTrainingGuest {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<TrainingGuestId>,
    /// The name.
    pub full_name: PersonName,
    /// The sex.
    pub sex: Sex,
    /// The year of birth.
    #[validate(range(min = 1900, max = 2200))]
    #[schema(minimum = 1900, maximum = 2200, example = 1979)]
    pub birth_year: Option<i32>,
    /// What helps to find the person.
    pub remark: Option<Line<1, 255>>,
    /// Why the guest is written down after the event was closed; required then.
    #[schema(example = "Danh sách giấy nộp muộn")]
    pub reason: Option<Line<1, 500>>,
}

/// Changes of a guest.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrainingGuestPatch {
    /// The name.
    #[schema(nullable = false)]
    pub full_name: Option<PersonName>,
    /// The sex.
    #[schema(nullable = false)]
    pub sex: Option<Sex>,
    /// The year of birth.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i32>, minimum = 1900, maximum = 2200)]
    pub birth_year: Option<Option<i32>>,
    /// What helps to find the person.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Line<1, 255>>)]
    pub remark: Option<Option<Line<1, 255>>>,
    /// Why it is changed after the event was closed; required then.
    #[schema(nullable = false, example = "Danh sách giấy nộp muộn")]
    pub reason: Option<Line<1, 500>>,
}

/// Who a guest turned out to be.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuestMatch {
    /// The person.
    pub person_id: PersonId,
    /// Why it is told after the event was closed; required then.
    #[schema(example = "Tìm thấy trong sổ hộ")]
    pub reason: Option<Line<1, 500>>,
}

/// Why a match was wrong.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuestUnmatch {
    /// Why.
    #[schema(example = "Trùng tên, khác năm sinh")]
    pub reason: Line<1, 500>,
}

/// Filters of the list of guests.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct TrainingGuestFilter {
    /// Only guests who turned out to be somebody, or the others.
    pub is_matched: Option<bool>,
}

impl Filter for TrainingGuestFilter {
    const SORTS: &'static [&'static str] = &["id"];
}
