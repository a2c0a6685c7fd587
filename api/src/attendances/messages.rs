//! What goes over the wire about attendance.

use entity::{
    attendance,
    ids::{AttendanceId, PersonId, TrainingGuestId, TrainingSessionId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::{
    http::Filter,
    values::{Instant, Line},
};

/// Those who attended a session.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionMarks {
    /// The session.
    pub session_id: TrainingSessionId,
    /// Persons of the register.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub person_ids: Vec<PersonId>,
    /// Guests of the event.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub guest_ids: Vec<TrainingGuestId>,
}

/// Those who attended sessions of an event: at most 500 marks in all.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAttendances {
    /// By session.
    #[schema(min_items = 1, max_items = 100)]
    pub sessions: Vec<SessionMarks>,
    /// Why they are written down after the event was closed; required then.
    #[schema(example = "Danh sách giấy nộp muộn")]
    pub reason: Option<Line<1, 500>>,
}

/// Marks to take out: at most 500 in all.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendanceRemoval {
    /// By session.
    #[schema(min_items = 1, max_items = 100)]
    pub sessions: Vec<SessionMarks>,
    /// Why.
    #[schema(example = "Ghi nhầm buổi học")]
    pub reason: Line<1, 500>,
}

/// What became of marks that were sent.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct AttendancesAdded {
    /// How many are new.
    #[schema(minimum = 0, maximum = 500, example = 24)]
    pub added: usize,
    /// How many were there already, or were sent twice.
    #[schema(minimum = 0, maximum = 500, example = 1)]
    pub already_there: usize,
}

/// What became of marks that were to be taken out.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct AttendancesRemoved {
    /// How many were taken out.
    #[schema(minimum = 0, maximum = 500, example = 2)]
    pub removed: usize,
    /// How many were not there, or were sent twice.
    #[schema(minimum = 0, maximum = 500, example = 0)]
    pub not_there: usize,
}

/// A mark with the name of a guest and of a person.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Shown {
    /// The mark.
    #[sea_orm(nested)]
    pub row: attendance::Model,
    /// The person the guest turned out to be.
    pub matched_id: Option<PersonId>,
    /// The name of the person.
    pub person_name: Option<String>,
    /// The name of the guest.
    pub guest_name: Option<String>,
}

/// Somebody attended a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attendance {
    /// Its id.
    pub id: AttendanceId,
    /// The session.
    pub session_id: TrainingSessionId,
    /// The person, also where the mark is that of a guest who turned out to be this person.
    pub person_id: Option<PersonId>,
    /// The guest.
    pub guest_id: Option<TrainingGuestId>,
    /// The name of the person or, if not known yet, of the guest; null for persons outside the caller's scope.
    #[schema(max_length = 120, example = "Nông Thị Mẫu")]
    pub full_name: Option<String>,
    /// When it was entered.
    pub created_at: Instant,
}

impl Attendance {
    /// The view of a mark; `is_named` says whether the caller may see the name of its person.
    #[must_use]
    pub fn of(shown: Shown, is_named: bool) -> Self {
        let Shown { row, matched_id, person_name, guest_name } = shown;
        let person_id = row.person_id.or(matched_id);
        Self {
            full_name: if person_id.is_none() { guest_name } else { person_name.filter(|_| is_named) },
            id: row.id,
            session_id: row.session_id,
            person_id,
            guest_id: row.guest_id,
            created_at: row.created_at.into(),
        }
    }
}

/// Filters of the list of marks.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct AttendanceFilter {
    /// Only marks of this session.
    pub session_id: Option<TrainingSessionId>,
    /// Only marks of this person, those as a guest included.
    pub person_id: Option<PersonId>,
    /// Only marks of this guest.
    pub guest_id: Option<TrainingGuestId>,
}

impl Filter for AttendanceFilter {
    const SORTS: &'static [&'static str] = &["id"];
}
