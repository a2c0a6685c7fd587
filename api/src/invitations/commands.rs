//! What happens inside a unit of work about invitations. Persons are locked first, then the event.

use std::collections::HashSet;

use entity::{
    ids::{PersonId, TrainingId},
    invitation, person, training_event,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::{Value, json};

use super::{
    messages::{
        InvitationDraw, InvitationList, InvitationsMade, InvitationsWithdrawn, MOST, NewInvitations,
        Uninvited,
    },
    queries::{drawn, invited},
};
use crate::{
    access::{
        Access,
        permission::trainings::{CreateInvitations, DeleteInvitations},
    },
    error::{Error, Faults, Text},
    lookups::queries::nameable_among,
    store::{Change, Entry, Owner, Tx},
    training_rolls::queries::Standings,
    trainings::workflow::check_open,
    values::FieldCode,
};

/// Invites persons.
pub(super) async fn invite(
    tx: &Tx,
    access: &Access<CreateInvitations>,
    id: TrainingId,
    new: &NewInvitations,
) -> Result<Change<InvitationsMade>, Error> {
    tx.one(access.row::<training_event::Entity>(id)).await?;
    let (persons, named, found) = match (&new.person_ids, &new.draw) {
        (Some(ids), None) => {
            check_number(ids)?;
            (named(tx, access, ids).await?, ids.len(), 0)
        }
        (None, Some(draw)) => {
            check_limit(draw)?;
            let (persons, found) = drawn(tx, access, (id, draw), tx.today()).await?;
            (kept(tx, &persons).await?, 0, found)
        }
        _ => {
            let text =
                Text::new("Hãy nêu person_ids hoặc draw, một trong hai.", "Give either person_ids or draw.");
            return Err(Error::invalid("/draw", FieldCode::Inconsistent, text));
        }
    };
    let event = tx.lock(access.row::<training_event::Entity>(id)).await?;
    check_open(event.status)?;
    let there: HashSet<PersonId> = invited(tx, id, &persons).await?.into_iter().collect();
    let new: Vec<PersonId> = persons.into_iter().filter(|person| !there.contains(person)).collect();
    let row = |person_id: &PersonId| invitation::ActiveModel {
        event_id: Set(id),
        person_id: Set(*person_id),
        created_at: Set(tx.now()),
    };
    tx.insert_all(new.iter().map(row).collect()).await?;
    let invited = new.len();
    let made = InvitationsMade {
        invited,
        already_invited: named.saturating_sub(invited),
        remaining: found.saturating_sub(u64::try_from(invited).map_err(Error::internal)?),
    };
    Ok(Change::many(made, vec![entry(&event, "invited", (Value::Null, ids(&new)))]))
}

/// Invites persons no longer.
pub(super) async fn withdraw(
    tx: &Tx,
    access: &Access<DeleteInvitations>,
    id: TrainingId,
    uninvited: &Uninvited,
) -> Result<Change<InvitationsWithdrawn>, Error> {
    check_number(&uninvited.person_ids)?;
    let event = tx.lock(access.row::<training_event::Entity>(id)).await?;
    check_open(event.status)?;
    let gone = invited(tx, id, &uninvited.person_ids).await?;
    let rows = tx
        .beyond_reach::<invitation::Entity>("invitations to an event that was found")
        .filter(invitation::Column::EventId.eq(id))
        .filter(invitation::Column::PersonId.is_in(gone.iter().copied()));
    tx.replace_parts::<invitation::ActiveModel>(rows, Vec::new()).await?;
    let withdrawn = gone.len();
    let not_invited = uninvited.person_ids.len() - withdrawn;
    let entry = entry(&event, "uninvited", (ids(&gone), Value::Null));
    Ok(Change::many(InvitationsWithdrawn { withdrawn, not_invited }, vec![entry]))
}

fn check_number(ids: &[PersonId]) -> Result<(), Error> {
    if (1..=MOST).contains(&ids.len()) {
        return Ok(());
    }
    let text = Text::new("Mỗi lần từ 1 đến 500 người.", "Name 1 to 500 persons at a time.");
    Err(Error::invalid("/person_ids", FieldCode::OutOfRange, text))
}

fn check_limit(draw: &InvitationDraw) -> Result<(), Error> {
    if usize::try_from(draw.limit).is_ok_and(|limit| (1..=MOST).contains(&limit)) {
        return Ok(());
    }
    let text = Text::new("Từ 1 đến 500 người.", "From 1 to 500 persons.");
    Err(Error::invalid("/draw/limit", FieldCode::OutOfRange, text))
}

/// The persons whom the body names, locked; all must be within the reach, or found by number, and willing.
async fn named(
    tx: &Tx,
    access: &Access<CreateInvitations>,
    ids: &[PersonId],
) -> Result<Vec<PersonId>, Error> {
    let known: Vec<PersonId> =
        nameable_among(tx, access, ids).await?.into_iter().map(|person| person.id).collect();
    let found: HashSet<PersonId> = known.iter().copied().collect();
    let standings = Standings::of(tx, &known).await?;
    let mut faults = Faults::default();
    let text = Text::new("Không có người này.", "There is no such person.");
    for (index, id) in ids.iter().enumerate() {
        let pointer = format!("/person_ids/{index}");
        faults.unknown(!found.contains(id), &pointer, text.clone());
        standings.check(&mut faults, &pointer, *id, (tx.today(), true));
    }
    faults.check()?;
    Ok(known)
}

/// Those of the drawn who are there still, locked.
async fn kept(tx: &Tx, persons: &[PersonId]) -> Result<Vec<PersonId>, Error> {
    let rows = tx
        .beyond_reach::<person::Entity>("members and cadres that were found within the reach")
        .filter(person::Column::Id.is_in(persons.iter().copied()))
        .filter(person::Column::ErasedAt.is_null());
    Ok(tx.lock_all(rows).await?.into_iter().map(|person| person.id).collect())
}

fn ids(persons: &[PersonId]) -> Value {
    json!(persons)
}

fn entry(event: &training_event::Model, action: &'static str, (old, new): (Value, Value)) -> Entry {
    let owner = Owner::Commune(event.area_id);
    let list = InvitationList { event_id: event.id, version: event.version, owner };
    let changes = json!([{ "pointer": "/person_ids", "old": old, "new": new }]);
    Entry { changes, ..Entry::about(action, None, &list) }
}
