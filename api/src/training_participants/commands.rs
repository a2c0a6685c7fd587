//! Counting participants anew after marks changed. Hold the event's lock.

use std::collections::HashSet;

use chrono::NaiveDate;
use entity::{
    attendance,
    ids::{PersonId, TrainingId},
    training_event, training_guest, training_participant, training_session,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, JoinType,
    sea_query::{Expr, ExprTrait, Func, OnConflict, Query, SelectStatement},
};

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

/// Writes anew who attended how many sessions of an event, by their own marks and by those of guests they turned out to
/// be, and since when they completed it. Lock the event before.
///
/// # Errors
/// When the database fails.
pub async fn recount(tx: &Tx, event_id: TrainingId) -> Result<(), Error> {
    use training_participant::Column as P;
    const FOUND: &str = "an event that was found within the reach";
    let event = tx.beyond_reach::<training_event::Entity>(FOUND);
    let event = tx.one(event.filter(training_event::Column::Id.eq(event_id))).await?;
    let sessions = tx.beyond_reach::<training_session::Entity>(FOUND);
    let sessions = tx.count(sessions.filter(training_session::Column::EventId.eq(event_id))).await?;
    let enough = i64::from(event.completion_bps) * i64::try_from(sessions).map_err(Error::internal)?;
    let columns = [P::EventId, P::PersonId, P::Sessions, P::CompletedOn];
    let new = all_attended(event_id, enough, event.last_on);
    tx.derive_anew::<training_participant::Entity>(P::EventId.eq(event_id), columns, new).await
}

/// The persons marked at an event, how many sessions they attended, and the day they completed it.
fn all_attended(event_id: TrainingId, enough: i64, last_on: Option<NaiveDate>) -> SelectStatement {
    use attendance::Column as A;
    use training_guest::Column as G;
    use training_session::Column as S;
    let mark = |column: A| Expr::col(column.as_column_ref());
    let guest = |column: G| Expr::col(column.as_column_ref());
    let person = || Expr::from(Func::coalesce([mark(A::PersonId), guest(G::PersonId)]));
    let count = || mark(A::SessionId).count_distinct();
    let its_session = Expr::col(S::Id.as_column_ref()).eq(mark(A::SessionId)).and(S::VoidedAt.is_null());
    Query::select()
        .expr(mark(A::EventId))
        .expr(person())
        .expr(count())
        .expr(Expr::case(count().mul(WHOLE).gte(enough), Expr::value(last_on)))
        .from(attendance::Entity)
        .join(JoinType::InnerJoin, training_session::Entity, its_session)
        .join(JoinType::LeftJoin, training_guest::Entity, guest(G::Id).eq(mark(A::GuestId)))
        .and_where(A::EventId.eq(event_id))
        .and_where(A::VoidedAt.is_null())
        .and_where(guest(G::VoidedAt).is_null())
        .and_where(person().is_not_null())
        .group_by_columns([A::EventId.as_column_ref()])
        .add_group_by([person()])
        .to_owned()
}
