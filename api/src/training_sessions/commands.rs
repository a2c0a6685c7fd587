//! What happens inside a unit of work when a session is added, changed or taken out. Holds the event's lock: its days, its
//! participants and how long it lasts follow from its sessions.

use chrono::{DateTime, Utc};
use entity::{
    enums::{Sex, TrainingStatus, VoidReason},
    head_count,
    ids::{TrainingId, TrainingSessionId},
    training_event, training_session,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::{
    messages::{Heads, NewTrainingSession, TrainingSession, TrainingSessionPatch},
    queries::{MOST, Shown, begun, none_begun, of_event, session_of, sessions_of, shown},
};
use crate::{
    access::{Access, Permit, Reach, permission::trainings::UpdateTraining},
    areas::queries::{check_scope_on, unit_on},
    clock::date_in_vietnam,
    error::{Code, Error, Faults, Finding, Text},
    store::{Change, Entry, Tx},
    training_participants::commands::recount,
    training_times::queries::{Slot, days, set_days},
    trainings::{
        messages::TrainingEvent,
        queries::{check_late_of, view},
        workflow::{check_in, check_open},
    },
    values::{FieldCode, Line},
};

/// Inserts sessions of an event, checked before.
///
/// # Errors
/// 409 when an id is taken.
pub async fn enter(
    tx: &Tx,
    event_id: TrainingId,
    new: &[NewTrainingSession],
) -> Result<Vec<TrainingSessionId>, Error> {
    let (mut ids, mut rows) = (Vec::new(), Vec::new());
    for session in new {
        let (id, slot) = (session.id.unwrap_or_else(|| tx.new_id()), Slot::new(session));
        ids.push(id);
        rows.push(training_session::ActiveModel {
            id: Set(id),
            event_id: Set(event_id),
            starts_at: Set(slot.starts_at),
            ends_at: Set(slot.ends_at),
            held_on: Set(date_in_vietnam(slot.starts_at)),
            minutes: Set(slot.minutes()?),
            place: Set(slot.place),
            trainer: Set(session.trainer.clone().map(Line::into_string)),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        });
    }
    tx.insert_all(rows).await?;
    Ok(ids)
}

/// An event about to get other sessions, locked, and as it looked before.
struct Held {
    event: training_event::Model,
    before: TrainingEvent,
    sessions: Vec<training_session::Model>,
}

impl Held {
    async fn of<P: Permit>(tx: &Tx, access: &Access<P>, id: TrainingId) -> Result<Self, Error> {
        let event = tx.lock(access.row::<training_event::Entity>(id)).await?;
        let before = view(tx, access, id).await?;
        Ok(Self { event, before, sessions: sessions_of(tx, id).await? })
    }

    /// The slots of all sessions but one.
    fn others(&self, id: Option<TrainingSessionId>) -> Vec<Slot> {
        self.sessions.iter().filter(|session| Some(session.id) != id).map(Slot::of).collect()
    }

    /// Notes what is wrong with a slot: beside the other sessions, or because others answer for the place on its day.
    async fn check_slot(
        &self,
        tx: &Tx,
        reach: &Reach,
        faults: &mut Faults,
        (slot, id): (&Slot, Option<TrainingSessionId>),
    ) -> Result<(), Error> {
        slot.check(faults, "", &self.others(id));
        let (area_id, day) = (self.event.area_id, date_in_vietnam(slot.starts_at));
        faults.keep(check_scope_on(tx, reach, area_id, day, "/starts_at").await)?;
        let others = self.sessions.iter().filter(|session| Some(session.id) != id);
        let first = days(others).map_or(day, |(first, _)| first.min(day));
        let is_gone = unit_on(tx, area_id, first).await? != Some(area_id);
        let text = Text::new(
            "Vào ngày của buổi đầu, đơn vị của lớp không tồn tại.",
            "On the day of the first session the unit of the event does not exist.",
        );
        faults.when(is_gone, "/starts_at", FieldCode::Inconsistent, text);
        Ok(())
    }

    /// Brings the event up to its sessions and counts its participants anew; the entry about it.
    async fn follow<P: Permit>(self, tx: &Tx, access: &Access<P>) -> Result<Entry, Error> {
        let id = self.event.id;
        let sessions = sessions_of(tx, id).await?;
        if self.event.status == TrainingStatus::Held && begun(&sessions, tx.now()) == 0 {
            return Err(none_begun());
        }
        tx.amend::<training_event::Entity>(self.event, |event| set_days(event, days(&sessions))).await?;
        recount(tx, id).await?;
        Ok(Entry::about("sessions_changed", Some(&self.before), &view(tx, access, id).await?))
    }
}

async fn seen<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    (event, id): (&training_event::Model, TrainingSessionId),
) -> Result<TrainingSession, Error> {
    session_of(tx, access.row(id), (event, id), true).await
}

/// Adds a session.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<UpdateTraining>,
    event_id: TrainingId,
    new: &NewTrainingSession,
) -> Result<Change<TrainingSession>, Error> {
    let held = Held::of(tx, access, event_id).await?;
    let mut faults = Faults::default();
    faults.keep(check_late_of(tx, &held.event).await)?;
    held.check_slot(tx, access.reach(), &mut faults, (&Slot::new(new), None)).await?;
    faults.check()?;
    check_open(held.event.status)?;
    if held.sessions.len() >= MOST {
        let text = Text::made(
            format!("Một lớp có nhiều nhất {MOST} buổi."),
            format!("An event has at most {MOST} sessions."),
        );
        return Err(Error::unmet(Code::ConditionsUnmet, &[Finding::new("sessions", 40, 41, text)]));
    }
    let ids = enter(tx, event_id, std::slice::from_ref(new)).await?;
    let event = held.event.clone();
    let entry = held.follow(tx, access).await?;
    let id = ids.into_iter().next().ok_or_else(|| Error::internal("a session was not entered"))?;
    let made = seen(tx, access, (&event, id)).await?;
    Ok(Change::created(made.without_names()).showing_once(made).and(entry))
}

/// A session at the revision that was read, and its event, locked.
async fn held<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    (event_id, id): (TrainingId, TrainingSessionId),
) -> Result<(Held, training_session::Model, Shown), Error> {
    let held = Held::of(tx, access, event_id).await?;
    let rows = || access.row::<training_session::Entity>(id).filter(of_event(event_id));
    let row = tx.current(rows()).await?;
    check_late_of(tx, &held.event).await?;
    Ok((held, row, shown(tx, rows()).await?))
}

/// Changes when, where and by whom a session is, and how many heads were counted.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateTraining>,
    ids: (TrainingId, TrainingSessionId),
    patch: &TrainingSessionPatch,
) -> Result<Change<TrainingSession>, Error> {
    let (held, row, shown) = held(tx, access, ids).await?;
    let is_used = shown.is_used();
    let event = held.event.clone();
    let before = TrainingSession::of(shown, &event, true);
    let slot = Slot {
        starts_at: patch.starts_at.map_or(row.starts_at, Into::into),
        ends_at: patch.ends_at.map_or(row.ends_at, Into::into),
        place: patch.place.clone().map_or_else(|| row.place.clone(), |place| place.map(Line::into_string)),
    };
    let mut faults = Faults::default();
    if slot != Slot::of(&row) {
        held.check_slot(tx, access.reach(), &mut faults, (&slot, Some(row.id))).await?;
        let text = Text::new(
            "Buổi đã có điểm danh hoặc số người dự: phải là buổi đã bắt đầu.",
            "Somebody was marked or counted in it: it must have begun.",
        );
        let is_ahead = is_used && slot.starts_at > tx.now();
        faults.when(is_ahead, "/starts_at", FieldCode::Inconsistent, text);
    }
    let is_late = event.status == TrainingStatus::Closed && patch.heads.is_some() && patch.reason.is_none();
    let text =
        Text::new("Sau khi kết thúc lớp phải nêu lý do.", "After the event was closed a reason is needed.");
    faults.when(is_late, "/reason", FieldCode::Required, text);
    faults.check()?;
    check_states(&event, patch)?;
    write_heads(tx, (&row, slot.starts_at), patch.heads).await?;
    let minutes = slot.minutes()?;
    tx.update::<training_session::Entity>(row, |row| {
        row.held_on = Set(date_in_vietnam(slot.starts_at));
        row.starts_at = Set(slot.starts_at);
        row.ends_at = Set(slot.ends_at);
        row.minutes = Set(minutes);
        row.place = Set(slot.place);
        if let Some(trainer) = &patch.trainer {
            row.trainer = Set(trainer.clone().map(Line::into_string));
        }
    })
    .await?;
    let entry = held.follow(tx, access).await?;
    let now = seen(tx, access, (&event, ids.1)).await?;
    let change = Change::changed("updated", &before.without_names(), now.without_names());
    let reason = patch.reason.as_ref().map(|reason| reason.as_ref().to_owned());
    Ok(change.showing_once(now).because(reason).and(entry))
}

/// Heads are told of events that were held, all else until they are closed.
fn check_states(event: &training_event::Model, patch: &TrainingSessionPatch) -> Result<(), Error> {
    if patch.heads.is_some() {
        check_in(event.status, &[TrainingStatus::Held, TrainingStatus::Closed])?;
    }
    if patch.is_beyond_heads() || patch.heads.is_none() { check_open(event.status) } else { Ok(()) }
}

async fn write_heads(
    tx: &Tx,
    (row, starts_at): (&training_session::Model, DateTime<Utc>),
    heads: Option<Option<Heads>>,
) -> Result<(), Error> {
    let Some(heads) = heads else { return Ok(()) };
    if starts_at > tx.now() {
        return Err(none_begun());
    }
    let old = tx.beyond_reach::<head_count::Entity>("heads of a session that was found");
    let old = old.filter(head_count::Column::SessionId.eq(row.id));
    let new = heads.into_iter().flat_map(|Heads { male, female, unknown }| {
        [(Sex::Male, male), (Sex::Female, female), (Sex::Unknown, unknown)]
    });
    let new = new.map(|(sex, n)| head_count::ActiveModel {
        session_id: Set(row.id),
        sex: Set(sex),
        event_id: Set(row.event_id),
        n: Set(n),
    });
    tx.replace_parts(old, new.collect()).await
}

/// Takes out a session that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<UpdateTraining>,
    ids: (TrainingId, TrainingSessionId),
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let (held, row, shown) = held(tx, access, ids).await?;
    check_open(held.event.status)?;
    if shown.is_used() {
        let text = Text::new(
            "Buổi đã có điểm danh hoặc số người dự.",
            "Somebody was marked or counted in the session.",
        );
        return Err(Error::conflict(Code::ResourceInUse, text));
    }
    let before = TrainingSession::of(shown, &held.event, true);
    tx.update::<training_session::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    let entry = held.follow(tx, access).await?;
    Ok(Change::removed(&before.without_names(), &reason.to_value()).and(entry))
}
