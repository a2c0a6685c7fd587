//! What happens inside a unit of work when marks are written down or taken out. Persons are locked first, then the event,
//! so that lists sent at the same time wait for one another.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::{
    attendance,
    enums::VoidReason,
    ids::{PersonId, TrainingGuestId, TrainingId, TrainingSessionId},
    person, training_event, training_guest,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::{Value, json};

use super::{
    messages::{AttendanceRemoval, AttendancesAdded, AttendancesRemoved, NewAttendances, SessionMarks},
    queries::{Attendee, Mark, WHY, among, there},
};
use crate::{
    access::{
        Access,
        permission::trainings::{CreateAttendances, DeleteAttendances},
    },
    error::{Error, Faults, Text},
    lookups::queries::nameable_among,
    store::{Change, Tx},
    training_participants::commands::recount_persons,
    training_rolls::{
        messages::{Marks, Roll},
        queries::{Standings, check_open},
    },
    training_sessions::queries::sessions_of,
    trainings::queries::check_late_of,
    values::FieldCode,
};

/// The most marks of one call.
const MOST: usize = 500;

/// Marks as they were sent, each once, with where the first of its kind stands in the body.
struct Sent {
    marks: Vec<(Mark, String)>,
    repeated: usize,
}

impl Sent {
    /// Reads them off the body.
    fn of(sessions: &[SessionMarks]) -> Result<Self, Error> {
        let count: usize = sessions.iter().map(|one| one.person_ids.len() + one.guest_ids.len()).sum();
        if count == 0 || count > MOST {
            let text = Text::new("Mỗi lần gửi từ 1 đến 500 lượt.", "Send 1 to 500 marks at a time.");
            return Err(Error::invalid("/sessions", FieldCode::OutOfRange, text));
        }
        let mut seen: HashSet<Mark> = HashSet::with_capacity(count);
        let mut marks = Vec::with_capacity(count);
        for (index, session) in sessions.iter().enumerate() {
            let persons = session.person_ids.iter().map(|id| Attendee::Person(*id)).enumerate();
            let guests = session.guest_ids.iter().map(|id| Attendee::Guest(*id)).enumerate();
            let all = persons.map(|one| ("person_ids", one)).chain(guests.map(|one| ("guest_ids", one)));
            for (member, (place, attendee)) in all {
                let mark = (session.session_id, attendee);
                if seen.insert(mark) {
                    marks.push((mark, format!("/sessions/{index}/{member}/{place}")));
                }
            }
        }
        Ok(Self { repeated: count - marks.len(), marks })
    }

    fn persons(&self) -> Vec<PersonId> {
        let person = |((_, attendee), _): &(Mark, String)| match attendee {
            Attendee::Person(id) => Some(*id),
            Attendee::Guest(_) => None,
        };
        self.marks.iter().filter_map(person).collect::<HashSet<_>>().into_iter().collect()
    }

    fn guests(&self) -> HashSet<TrainingGuestId> {
        let guest = |((_, attendee), _): &(Mark, String)| match attendee {
            Attendee::Guest(id) => Some(*id),
            Attendee::Person(_) => None,
        };
        self.marks.iter().filter_map(guest).collect()
    }

    fn plain(&self) -> Vec<Mark> {
        self.marks.iter().map(|(mark, _)| *mark).collect()
    }
}

/// The guests of an event among some, with the persons they turned out to be; without those that were erased since.
async fn guests_of(
    tx: &Tx,
    id: TrainingId,
    guests: HashSet<TrainingGuestId>,
) -> Result<HashMap<TrainingGuestId, Option<PersonId>>, Error> {
    if guests.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = tx
        .beyond_reach::<training_guest::Entity>("guests of an event that was found")
        .filter(training_guest::Column::EventId.eq(id))
        .filter(training_guest::Column::Id.is_in(guests));
    let mut found: HashMap<_, _> =
        tx.all(rows).await?.into_iter().map(|guest| (guest.id, guest.person_id)).collect();
    let forgotten = tx
        .beyond_reach::<person::Entity>("whom guests of the event turned out to be")
        .filter(person::Column::Id.is_in(found.values().copied().flatten().collect::<Vec<_>>()))
        .filter(person::Column::ErasedAt.is_not_null());
    let forgotten: HashSet<PersonId> = tx.all(forgotten).await?.into_iter().map(|person| person.id).collect();
    found.retain(|_, person| person.is_none_or(|person| !forgotten.contains(&person)));
    Ok(found)
}

/// Writes down who attended.
pub(super) async fn add(
    tx: &Tx,
    access: &Access<CreateAttendances>,
    id: TrainingId,
    new: &NewAttendances,
) -> Result<Change<AttendancesAdded>, Error> {
    let sent = Sent::of(&new.sessions)?;
    let persons = sent.persons();
    let named: HashSet<PersonId> = match persons.is_empty() {
        true => HashSet::new(),
        false => nameable_among(tx, access, &persons).await?.into_iter().map(|person| person.id).collect(),
    };
    let event = tx.lock(access.row::<training_event::Entity>(id)).await?;
    let guests = guests_of(tx, id, sent.guests()).await?;
    let sessions: HashMap<TrainingSessionId, _> =
        sessions_of(tx, id).await?.into_iter().map(|session| (session.id, session)).collect();
    let everybody: Vec<PersonId> = named.iter().copied().chain(guests.values().copied().flatten()).collect();
    let standings = Standings::of(tx, &everybody).await?;
    let mut faults = Faults::default();
    let no_session = Text::new("Lớp không có buổi học này.", "The event has no such session.");
    let to_come = Text::new("Buổi học chưa bắt đầu.", "The session has not begun.");
    let no_attendee = Text::new(
        "Không có người này trong phạm vi, hoặc không phải khách của lớp.",
        "There is no such person within your scope, or no such guest of the event.",
    );
    for ((session_id, attendee), pointer) in &sent.marks {
        let person = match attendee {
            Attendee::Person(person) => named.contains(person).then_some(Some(*person)),
            Attendee::Guest(guest) => guests.get(guest).copied(),
        };
        faults.unknown(person.is_none(), pointer, no_attendee.clone());
        let Some(session) = sessions.get(session_id) else {
            faults.unknown(true, session_of(pointer), no_session.clone());
            continue;
        };
        let is_to_come = session.starts_at > tx.now();
        faults.when(is_to_come, session_of(pointer), FieldCode::Inconsistent, to_come.clone());
        if let Some(person) = person.flatten() {
            standings.check(&mut faults, pointer, person, (session.held_on, event.for_others));
        }
    }
    faults.keep(check_late_of(tx, &event).await)?;
    check_open(&event, faults, new.reason.as_ref())?;
    let marks = sent.plain();
    let known = there(tx, id, &marks).await?;
    let added: Vec<Mark> = marks.into_iter().filter(|mark| !known.contains(mark)).collect();
    tx.insert_all(added.iter().map(|mark| row(tx, id, *mark)).collect()).await?;
    recount_persons(tx, &event, sessions.len(), &behind(&added, &guests)).await?;
    let already_there = known.len() + sent.repeated;
    let entry = Roll::<Marks>::entry(&event, "recorded", changes(&added, |ids| (Value::Null, ids)));
    let value = AttendancesAdded { added: added.len(), already_there };
    let reason = new.reason.as_ref().map(|reason| reason.as_ref().to_owned());
    Ok(Change::many(value, vec![entry.because(reason)]))
}

/// The persons behind marks: those who were marked, and whom marked guests turned out to be.
fn behind(marks: &[Mark], guests: &HashMap<TrainingGuestId, Option<PersonId>>) -> HashSet<PersonId> {
    let person = |(_, attendee): &Mark| match attendee {
        Attendee::Person(person) => Some(*person),
        Attendee::Guest(guest) => guests.get(guest).copied().flatten(),
    };
    marks.iter().filter_map(person).collect()
}

/// Where the member `session_id` beside a mark stands.
fn session_of(pointer: &str) -> String {
    let parent = pointer.rsplitn(3, '/').last().unwrap_or_default();
    format!("{parent}/session_id")
}

fn row(tx: &Tx, event_id: TrainingId, (session_id, attendee): Mark) -> attendance::ActiveModel {
    let (person_id, guest_id) = match attendee {
        Attendee::Person(id) => (Some(id), None),
        Attendee::Guest(id) => (None, Some(id)),
    };
    attendance::ActiveModel {
        id: Set(tx.new_id()),
        event_id: Set(event_id),
        session_id: Set(session_id),
        person_id: Set(person_id),
        guest_id: Set(guest_id),
        created_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

/// Takes marks out.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteAttendances>,
    id: TrainingId,
    removal: &AttendanceRemoval,
) -> Result<Change<AttendancesRemoved>, Error> {
    let sent = Sent::of(&removal.sessions)?;
    let event = tx.lock(access.row::<training_event::Entity>(id)).await?;
    check_late_of(tx, &event).await?;
    check_open(&event, Faults::default(), Some(&removal.reason))?;
    let marks = sent.plain();
    let known = there(tx, id, &marks).await?;
    let removed: Vec<Mark> = marks.iter().filter(|mark| known.contains(mark)).copied().collect();
    let guests = guests_of(tx, id, sent.guests()).await?;
    void(tx, id, &removed).await?;
    let sessions = sessions_of(tx, id).await?.len();
    recount_persons(tx, &event, sessions, &behind(&removed, &guests)).await?;
    let entry = Roll::<Marks>::entry(&event, "removed", changes(&removed, |ids| (ids, Value::Null)));
    let not_there = sent.marks.len() - removed.len() + sent.repeated;
    let value = AttendancesRemoved { removed: removed.len(), not_there };
    Ok(Change::many(value, vec![entry.because(Some(removal.reason.as_ref().to_owned()))]))
}

/// Voids these very marks, with one statement for each session.
async fn void(tx: &Tx, id: TrainingId, removed: &[Mark]) -> Result<(), Error> {
    let mut by_session: BTreeMap<TrainingSessionId, Vec<Mark>> = BTreeMap::new();
    removed.iter().for_each(|mark| by_session.entry(mark.0).or_default().push(*mark));
    for marks in by_session.values() {
        let rows = tx.beyond_reach::<attendance::Entity>(WHY).filter(among(id, marks));
        let columns = (attendance::Column::VoidedAt, attendance::Column::VoidReason);
        tx.void_all(rows, columns, VoidReason::NeverHappened).await?;
    }
    Ok(())
}

/// What the journal says: by session, the ids of those who were added or taken out.
fn changes(marks: &[Mark], sides: impl Fn(Value) -> (Value, Value)) -> Value {
    let mut by_session: BTreeMap<TrainingSessionId, (Vec<PersonId>, Vec<TrainingGuestId>)> = BTreeMap::new();
    for (session, attendee) in marks {
        let (persons, guests) = by_session.entry(*session).or_default();
        match attendee {
            Attendee::Person(id) => persons.push(*id),
            Attendee::Guest(id) => guests.push(*id),
        }
    }
    let change = |(session, (person_ids, guest_ids))| {
        let (old, new) = sides(json!({ "person_ids": person_ids, "guest_ids": guest_ids }));
        json!({ "pointer": format!("/sessions/{session}"), "old": old, "new": new })
    };
    by_session.into_iter().map(change).collect()
}
