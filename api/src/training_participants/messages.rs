//! What goes over the wire about persons at events.

use chrono::NaiveDate;
use entity::{enums::Sex, ids::PersonId, training_participant};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::Filter;

/// A participant with what the register says of the person.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Shown {
    /// The row.
    #[sea_orm(nested)]
    pub row: training_participant::Model,
    /// Name of the person.
    pub full_name: String,
    /// Sex of the person.
    pub sex: Sex,
}

/// A person at an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingParticipant {
    /// The person.
    pub person_id: PersonId,
    /// The name; null, as the sex is, for persons outside the caller's scope.
    #[schema(max_length = 120, example = "Nông Thị Mẫu")]
    pub full_name: Option<String>,
    /// The sex.
    pub sex: Option<Sex>,
    /// Sessions attended.
    #[schema(minimum = 1, maximum = 100, example = 3)]
    pub sessions: i32,
    /// The day of the last session, when enough were attended for the event to count as completed.
    pub completed_on: Option<NaiveDate>,
}

impl TrainingParticipant {
    /// The view of a row; `is_named` says whether the caller may see who it is.
    #[must_use]
    pub fn of(shown: Shown, is_named: bool) -> Self {
        let Shown { row, full_name, sex } = shown;
        Self {
            person_id: row.person_id,
            full_name: is_named.then_some(full_name),
            sex: is_named.then_some(sex),
            sessions: row.sessions,
            completed_on: row.completed_on,
        }
    }
}

/// Filters of the list of participants.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct TrainingParticipantFilter {
    /// Only those who completed the event, or those who did not.
    pub is_completed: Option<bool>,
}

impl Filter for TrainingParticipantFilter {
    const SORTS: &'static [&'static str] = &["person_id"];
}
