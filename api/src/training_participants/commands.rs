//! Counting participants anew after marks changed. Hold the event's lock.

use std::collections::HashSet;

use entity::{ids::PersonId, training_event, training_participant};
use sea_orm::{ActiveValue::Set, ColumnTrait, sea_query::OnConflict};

use super::queries::{Attended, attended};
use crate::{error::Error, store::Tx};

/// The basis points of a whole.
const WHOLE: i64 = 10_000;

/// Counts some persons of an event anew; `sessions` is how many the event has.
///
/// # Errors
/// When the database fails.
pub async fn recount_persons(
    tx: &Tx,
    event: &training_event::Model,
    sessions: usize,
    persons: &HashSet<PersonId>,
) -> Result<(), Error> {
    use training_participant::Column;
    if persons.is_empty() {
        return Ok(());
    }
    let persons: Vec<PersonId> = persons.iter().copied().collect();
    let found = attended(tx, event.id, &persons).await?;
    let present: HashSet<PersonId> = found.iter().map(|one| one.person_id).collect();
    let absent: Vec<PersonId> = persons.into_iter().filter(|person| !present.contains(person)).collect();
    if !absent.is_empty() {
        let rows = tx
            .beyond_reach::<training_participant::Entity>("participants of an event that was found")
            .filter(Column::EventId.eq(event.id))
            .filter(Column::PersonId.is_in(absent));
        tx.replace_parts::<training_participant::ActiveModel>(rows, Vec::new()).await?;
    }
    let rows: Result<Vec<_>, Error> = found.into_iter().map(|one| row(event, sessions, one)).collect();
    let anew = OnConflict::columns([Column::EventId, Column::PersonId])
        .update_columns([Column::Sessions, Column::CompletedOn])
        .to_owned();
    tx.put_all(rows?, &anew).await
}

fn row(
    event: &training_event::Model,
    sessions: usize,
    attended: Attended,
) -> Result<training_participant::ActiveModel, Error> {
    let all = i64::try_from(sessions).map_err(Error::internal)?;
    let is_enough = attended.sessions * WHOLE >= i64::from(event.completion_bps) * all;
    Ok(training_participant::ActiveModel {
        event_id: Set(event.id),
        person_id: Set(attended.person_id),
        sessions: Set(i32::try_from(attended.sessions).map_err(Error::internal)?),
        completed_on: Set(event.last_on.filter(|_| is_enough)),
    })
}
