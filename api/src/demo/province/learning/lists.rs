//! The lists of the demo's training: marks, guests and heads, and what the marks add up to.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::enums::Sex;
use entity::ids::{AttendanceId, PersonId, TrainingGuestId};
use entity::{attendance, head_count, training_guest, training_participant, training_session};

use super::desk::{COMPLETION_BPS, Desk};
use super::subjects::GUESTS;

impl Desk<'_> {
    /// Writes down who came: by name, by head, or both; names and heads do not always agree.
    pub(super) fn attend(
        &mut self,
        people: &[PersonId],
        sessions: &[training_session::Model],
        last_on: Option<NaiveDate>,
    ) {
        let has_list = !self.random.chance(80);
        let has_heads = !has_list || self.random.chance(350);
        let is_wrong = has_list && has_heads && self.random.chance(300);
        let mut attended: BTreeMap<PersonId, i32> = BTreeMap::new();
        for session in sessions {
            let came: Vec<PersonId> = people.iter().copied().filter(|_| self.random.chance(880)).collect();
            let at = office_closes(session.held_on);
            if has_list {
                for person in &came {
                    *attended.entry(*person).or_default() += 1;
                    self.mark(session, (Some(*person), None), at);
                }
            }
            if has_heads {
                self.count(session, &came, is_wrong);
            }
        }
        if has_list && self.random.chance(150) {
            self.receive_guest(sessions, &mut attended, people);
        }
        let Some(event_id) = sessions.first().map(|session| session.event_id) else { return };
        let all = i32::try_from(sessions.len()).unwrap_or(i32::MAX);
        let participant = |(person_id, sessions): (PersonId, i32)| training_participant::Model {
            event_id,
            person_id,
            sessions,
            completed_on: last_on.filter(|_| sessions * 10_000 >= COMPLETION_BPS * all),
        };
        self.out.participants.extend(attended.into_iter().map(participant));
    }

    fn mark(
        &mut self,
        session: &training_session::Model,
        (person_id, guest_id): (Option<PersonId>, Option<TrainingGuestId>),
        created_at: DateTime<Utc>,
    ) {
        self.out.attendances.push(attendance::Model {
            id: AttendanceId(self.random.id(created_at)),
            event_id: session.event_id,
            session_id: session.id,
            person_id,
            guest_id,
            created_at,
            voided_at: None,
            void_reason: None,
        });
    }

    fn count(&mut self, session: &training_session::Model, came: &[PersonId], is_wrong: bool) {
        let of = |sex: Sex| came.iter().filter(|person| self.sexes.get(person) == Some(&sex)).count();
        let mut heads = [Sex::Male, Sex::Female, Sex::Unknown].map(|sex| (sex, of(sex)));
        if is_wrong {
            heads[0].1 += 1 + self.random.below(3);
        }
        self.out.head_counts.extend(heads.map(|(sex, n)| head_count::Model {
            session_id: session.id,
            sex,
            event_id: session.event_id,
            n: i32::try_from(n).unwrap_or(i32::MAX),
        }));
    }

    /// Somebody who was written down by name at the first session; half of them turn out to be a member who is on no list.
    fn receive_guest(
        &mut self,
        sessions: &[training_session::Model],
        attended: &mut BTreeMap<PersonId, i32>,
        people: &[PersonId],
    ) {
        let Some(session) = sessions.first() else { return };
        let at = office_closes(session.held_on);
        let id = TrainingGuestId(self.random.id(at));
        let absent = people.iter().copied().find(|person| !attended.contains_key(person));
        let person_id = absent.filter(|_| self.random.chance(500));
        let full_name = (*self.random.pick(&GUESTS)).to_owned();
        self.out.training_guests.push(training_guest::Model {
            id,
            event_id: session.event_id,
            sex: if full_name.contains(" Thị ") { Sex::Female } else { Sex::Male },
            full_name,
            birth_year: None,
            remark: None,
            person_id,
            matched_at: person_id.map(|_| at),
            version: if person_id.is_some() { 2 } else { 1 },
            created_at: at,
            updated_at: at,
            voided_at: None,
            void_reason: None,
        });
        self.mark(session, (None, Some(id)), at);
        if let Some(person) = person_id {
            attended.insert(person, 1);
        }
    }
}

/// When what happened on a day is written down.
pub(super) fn office_closes(on: NaiveDate) -> DateTime<Utc> {
    on.and_hms_opt(9, 30, 0).unwrap_or_default().and_utc()
}
