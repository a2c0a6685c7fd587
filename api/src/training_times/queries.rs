//! Times of sessions, what may be wrong with them, and the days of an event.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::{ids::AreaId, training_event, training_session};
use sea_orm::ActiveValue::Set;

use crate::{
    access::Reach,
    areas::queries::check_scope_on,
    clock::date_in_vietnam,
    error::{Error, Faults, Text},
    store::Tx,
    training_sessions::messages::NewTrainingSession,
    values::{FieldCode, Line},
};

/// The longest session.
const LONGEST: TimeDelta = TimeDelta::hours(24);

/// When and where a session is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Where, if elsewhere than the event.
    pub place: Option<String>,
}

impl Slot {
    /// That of a session.
    #[must_use]
    pub fn of(row: &training_session::Model) -> Self {
        Self { starts_at: row.starts_at, ends_at: row.ends_at, place: row.place.clone() }
    }

    /// That of a session to come.
    #[must_use]
    pub fn new(new: &NewTrainingSession) -> Self {
        let place = new.place.clone().map(Line::into_string);
        Self { starts_at: new.starts_at.into(), ends_at: new.ends_at.into(), place }
    }

    /// How long it lasts.
    ///
    /// # Errors
    /// When it lasts for thousands of years.
    pub fn minutes(&self) -> Result<i32, Error> {
        i32::try_from((self.ends_at - self.starts_at).num_minutes()).map_err(Error::internal)
    }

    /// Notes what is wrong with it beside others of its event.
    pub fn check(&self, faults: &mut Faults, at: &str, others: &[Self]) {
        let text = Text::new("Phải sau lúc bắt đầu.", "It must be after the beginning.");
        faults.when(self.ends_at <= self.starts_at, format!("{at}/ends_at"), FieldCode::Inconsistent, text);
        let text = Text::new("Một buổi dài nhất 24 giờ.", "A session lasts at most 24 hours.");
        let is_long = self.ends_at - self.starts_at > LONGEST;
        faults.when(is_long, format!("{at}/ends_at"), FieldCode::OutOfRange, text);
        let text = Text::new(
            "Đã có buổi cùng giờ, cùng nơi.",
            "There is a session at the very same times and place already.",
        );
        faults.when(others.contains(self), format!("{at}/starts_at"), FieldCode::NotUnique, text);
    }
}

/// Notes what is wrong with the sessions of a new event.
///
/// # Errors
/// When the database fails.
pub async fn check_new(
    tx: &Tx,
    reach: &Reach,
    faults: &mut Faults,
    (area_id, new): (AreaId, &[NewTrainingSession]),
) -> Result<(), Error> {
    let slots: Vec<Slot> = new.iter().map(Slot::new).collect();
    for (n, slot) in slots.iter().enumerate() {
        slot.check(faults, &format!("/sessions/{n}"), &slots[..n]);
        let (day, at) = (date_in_vietnam(slot.starts_at), format!("/sessions/{n}/starts_at"));
        faults.keep(check_scope_on(tx, reach, area_id, day, &at).await)?;
    }
    Ok(())
}

/// The first and the last day of some sessions.
#[must_use]
pub fn days<'a>(
    sessions: impl IntoIterator<Item = &'a training_session::Model>,
) -> Option<(NaiveDate, NaiveDate)> {
    let days = sessions.into_iter().map(|session| (session.held_on, session.held_on));
    days.reduce(|(first, last), (day, _)| (first.min(day), last.max(day)))
}

/// The days that the sessions of a new event will have.
#[must_use]
pub fn days_of_new(new: &[NewTrainingSession]) -> Option<(NaiveDate, NaiveDate)> {
    let days = new.iter().map(|session| date_in_vietnam(session.starts_at.into()));
    days.map(|day| (day, day)).reduce(|(first, last), (day, _)| (first.min(day), last.max(day)))
}

/// Writes the days of an event into its row.
pub fn set_days(event: &mut training_event::ActiveModel, days: Option<(NaiveDate, NaiveDate)>) {
    event.first_on = Set(days.map(|(first, _)| first));
    event.last_on = Set(days.map(|(_, last)| last));
    event.listed_on = Set(days.map_or(UNLISTED_ON, |(_, last)| last));
}

/// Where events without sessions stand in lists.
const UNLISTED_ON: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};
