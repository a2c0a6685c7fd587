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
        DrawnFrom, InvitationDraw, InvitationsMade, InvitationsWithdrawn, MOST, NewInvitations, Uninvited,
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
    store::{Change, Tx},
    training_coverage::queries::{NO_TOPIC, unknown_topics},
    training_rolls::{
        messages::{Invited, Roll},
        queries::Standings,
    },
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
            check_draw(tx, draw).await?;
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
    Ok(Change::many(made, vec![Roll::<Invited>::entry(&event, "invited", changes(Value::Null, json!(new)))]))
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
    let entry = Roll::<Invited>::entry(&event, "uninvited", changes(json!(gone), Value::Null));
    Ok(Change::many(InvitationsWithdrawn { withdrawn, not_invited }, vec![entry]))
}

fn check_number(ids: &[PersonId]) -> Result<(), Error> {
    if (1..=MOST).contains(&ids.len()) {
        return Ok(());
    }
    let text = Text::new("Mỗi lần từ 1 đến 500 người.", "Name 1 to 500 persons at a time.");
    Err(Error::invalid("/person_ids", FieldCode::OutOfRange, text))
}

/// Refuses a draw of too many, by a topic that there is not, or by what those it is drawn from do not have.
async fn check_draw(tx: &Tx, draw: &InvitationDraw) -> Result<(), Error> {
    let mut faults = Faults::default();
    let text = Text::new("Từ 1 đến 500 người.", "From 1 to 500 persons.");
    let is_fit = usize::try_from(draw.limit).is_ok_and(|limit| (1..=MOST).contains(&limit));
    faults.when(!is_fit, "/draw/limit", FieldCode::OutOfRange, text);
    let topics = draw.not_trained_in.as_deref().unwrap_or_default();
    for n in unknown_topics(tx, topics).await? {
        faults.when(true, format!("/draw/not_trained_in/{n}"), FieldCode::NotFound, NO_TOPIC);
    }
    let (members, cadres) = (draw.from == DrawnFrom::Members, draw.from == DrawnFrom::Cadres);
    for (is_misplaced, name) in [
        (cadres && draw.group_id.is_some(), "group_id"),
        (cadres && draw.legal_form.is_some(), "legal_form"),
        (cadres && draw.value_chain.is_some(), "value_chain"),
        (members && draw.level.is_some(), "level"),
    ] {
        let text = Text::new(
            "Bộ lọc này không dùng cho đối tượng được chọn.",
            "This filter does not go with those it is drawn from.",
        );
        faults.when(is_misplaced, format!("/draw/{name}"), FieldCode::Inconsistent, text);
    }
    faults.check()
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

/// What the journal says: who was invited or uninvited.
fn changes(old: Value, new: Value) -> Value {
    json!([{ "pointer": "/person_ids", "old": old, "new": new }])
}
