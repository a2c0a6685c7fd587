//! What happens inside a unit of work about guests. Persons are locked first, then the event.

use std::collections::HashSet;

use chrono::Datelike;
use entity::{
    attendance,
    enums::VoidReason,
    ids::{PersonId, TrainingGuestId, TrainingId},
    person, training_event, training_guest,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::{
    messages::{GuestMatch, GuestUnmatch, NewTrainingGuest, TrainingGuest, TrainingGuestPatch},
    queries::forget,
};
use crate::{
    access::{
        Access, Permit,
        permission::trainings::{CreateGuest, DeleteGuest, MatchGuest, UnmatchGuest, UpdateGuest},
    },
    error::{Code, Error, Faults, Text},
    lookups::queries::nameable,
    persons::queries::erased,
    store::{Change, Owner, Tx},
    training_participants::commands::recount_persons,
    training_rolls::queries::{Standings, check_open},
    training_sessions::queries::sessions_of,
    trainings::queries::check_late_of,
    values::{FieldCode, Line},
};

type Ids = (TrainingId, TrainingGuestId);

fn text_of<const MIN: usize, const MAX: usize>(line: Option<&Line<MIN, MAX>>) -> Option<String> {
    line.map(|line| line.as_ref().to_owned())
}

/// Notes a year of birth that is to come.
fn check_year(tx: &Tx, faults: &mut Faults, birth_year: Option<i32>) {
    let text = Text::new("Từ năm 1900 đến năm nay.", "From 1900 to this year.");
    let is_absurd = birth_year.is_some_and(|year| !(1900..=tx.today().year()).contains(&year));
    faults.when(is_absurd, "/birth_year", FieldCode::OutOfRange, text);
}

/// The change of a guest; what is remembered of the reply does not tell who it is.
fn told(change: Change<TrainingGuest>) -> Change<TrainingGuest> {
    let unnamed = change.value().unnamed();
    change.remembering(&unnamed)
}

/// Writes a guest down.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateGuest>,
    event_id: TrainingId,
    new: &NewTrainingGuest,
) -> Result<Change<TrainingGuest>, Error> {
    let event = tx.lock(access.row::<training_event::Entity>(event_id)).await?;
    let mut faults = Faults::default();
    check_year(tx, &mut faults, new.birth_year);
    faults.keep(check_late_of(tx, &event).await)?;
    check_open(&event, faults, new.reason.as_ref())?;
    let row = tx
        .insert(training_guest::ActiveModel {
            id: Set(new.id.unwrap_or_else(|| tx.new_id())),
            event_id: Set(event_id),
            full_name: Set(new.full_name.as_ref().to_owned()),
            sex: Set(new.sex),
            birth_year: Set(new.birth_year),
            remark: Set(text_of(new.remark.as_ref())),
            person_id: Set(None),
            matched_at: Set(None),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await?;
    let view = TrainingGuest::of(row, Owner::Commune(event.area_id));
    Ok(told(Change::created(view).because(text_of(new.reason.as_ref()))))
}

/// A guest at the revision that was read, with its event, which is locked.
async fn held<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    (event_id, id): Ids,
) -> Result<(training_guest::Model, training_event::Model), Error> {
    let event = tx.lock(access.row::<training_event::Entity>(event_id)).await?;
    let rows = access.row::<training_guest::Entity>(id).filter(training_guest::Column::EventId.eq(event_id));
    Ok((tx.current(rows).await?, event))
}

/// Changes what was written down.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateGuest>,
    ids: Ids,
    patch: &TrainingGuestPatch,
) -> Result<Change<TrainingGuest>, Error> {
    let (row, event) = held(tx, access, ids).await?;
    if let Some(person_id) = row.person_id {
        let rows = tx
            .beyond_reach::<person::Entity>("whom the guest turned out to be")
            .filter(person::Column::Id.eq(person_id))
            .filter(person::Column::ErasedAt.is_not_null());
        if tx.find(rows).await?.is_some() {
            return Err(erased());
        }
    }
    let mut faults = Faults::default();
    check_year(tx, &mut faults, patch.birth_year.flatten());
    faults.keep(check_late_of(tx, &event).await)?;
    check_open(&event, faults, patch.reason.as_ref())?;
    let owner = Owner::Commune(event.area_id);
    let before = TrainingGuest::of(row.clone(), owner);
    let row = tx
        .update::<training_guest::Entity>(row, |row| {
            if let Some(name) = &patch.full_name {
                row.full_name = Set(name.as_ref().to_owned());
            }
            if let Some(sex) = patch.sex {
                row.sex = Set(sex);
            }
            if let Some(year) = patch.birth_year {
                row.birth_year = Set(year);
            }
            if let Some(remark) = &patch.remark {
                row.remark = Set(text_of(remark.as_ref()));
            }
        })
        .await?;
    let change = Change::changed("updated", &before, TrainingGuest::of(row, owner));
    Ok(told(change.because(text_of(patch.reason.as_ref()))))
}

/// Takes out a guest whom no mark names, and forgets the name.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteGuest>,
    ids: Ids,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let (row, event) = held(tx, access, ids).await?;
    let marks = tx
        .beyond_reach::<attendance::Entity>("marks of a guest that was found")
        .filter(attendance::Column::GuestId.eq(row.id));
    if tx.find(marks).await?.is_some() {
        let text =
            Text::new("Hãy bỏ các lượt dự của khách này trước.", "Take out the marks of this guest first.");
        return Err(Error::conflict(Code::StateConflict, text));
    }
    let before = TrainingGuest::of(row.clone(), Owner::Commune(event.area_id));
    tx.update::<training_guest::Entity>(row, |row| {
        forget(row);
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}

/// Says who a guest turned out to be.
pub(super) async fn match_with(
    tx: &Tx,
    access: &Access<MatchGuest>,
    ids: Ids,
    found: &GuestMatch,
) -> Result<Change<TrainingGuest>, Error> {
    let named = nameable(tx, access, found.person_id).await;
    let (row, event) = held(tx, access, ids).await?;
    let person_id = named?.id;
    let mut faults = Faults::default();
    check_days(tx, &mut faults, (&row, &event), person_id).await?;
    faults.keep(check_late_of(tx, &event).await)?;
    check_open(&event, faults, found.reason.as_ref())?;
    if row.person_id.is_some() {
        let text = Text::new(
            "Khách này đã được ghép với một người; hãy bỏ ghép trước.",
            "The guest is matched with somebody; undo that first.",
        );
        return Err(Error::conflict(Code::StateConflict, text));
    }
    let change = matched(tx, (row, &event), ("matched", Some(person_id)), person_id).await?;
    Ok(told(change.because(text_of(found.reason.as_ref()))))
}

/// Notes that the person cannot have attended on a day when the guest did.
async fn check_days(
    tx: &Tx,
    faults: &mut Faults,
    (guest, event): (&training_guest::Model, &training_event::Model),
    person_id: PersonId,
) -> Result<(), Error> {
    const PERSON: &str = "/person_id";
    let marks = tx
        .beyond_reach::<attendance::Entity>("marks of a guest that was found")
        .filter(attendance::Column::GuestId.eq(guest.id));
    let attended: HashSet<_> = tx.all(marks).await?.into_iter().map(|mark| mark.session_id).collect();
    let sessions = sessions_of(tx, event.id).await?;
    let standings = Standings::of(tx, &[person_id]).await?;
    let days =
        sessions.iter().filter(|session| attended.contains(&session.id)).map(|session| session.held_on);
    let mut days: Vec<_> = days.collect();
    days.sort_unstable();
    match days.last() {
        Some(last) => standings.check(faults, PERSON, person_id, (*last, event.for_others)),
        None => standings.check_consent(faults, PERSON, person_id),
    }
    Ok(())
}

/// Undoes a match.
pub(super) async fn unmatch(
    tx: &Tx,
    access: &Access<UnmatchGuest>,
    ids: Ids,
    undone: &GuestUnmatch,
) -> Result<Change<TrainingGuest>, Error> {
    let (row, event) = held(tx, access, ids).await?;
    check_late_of(tx, &event).await?;
    check_open(&event, Faults::default(), Some(&undone.reason))?;
    let Some(person_id) = row.person_id else { return Err(Error::step_not_open(&["match"])) };
    let change = matched(tx, (row, &event), ("unmatched", None), person_id).await?;
    Ok(told(change.because(text_of(Some(&undone.reason)))))
}

async fn matched(
    tx: &Tx,
    (row, event): (training_guest::Model, &training_event::Model),
    (action, person_id): (&'static str, Option<PersonId>),
    counted: PersonId,
) -> Result<Change<TrainingGuest>, Error> {
    let owner = Owner::Commune(event.area_id);
    let before = TrainingGuest::of(row.clone(), owner);
    let row = tx
        .update::<training_guest::Entity>(row, |row| {
            row.person_id = Set(person_id);
            row.matched_at = Set(person_id.map(|_| tx.now()));
        })
        .await?;
    let sessions = sessions_of(tx, event.id).await?.len();
    recount_persons(tx, event, sessions, &HashSet::from([counted])).await?;
    Ok(Change::changed(action, &before, TrainingGuest::of(row, owner)))
}
