//! Which marks lie within a scope, and marks with the names behind them.

use std::collections::HashSet;

use entity::{
    attendance,
    ids::{PersonId, TrainingGuestId, TrainingId, TrainingSessionId},
    person, training_guest,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, QueryTrait,
    Select,
    sea_query::{Alias, Expr, Func},
};

use super::messages::AttendanceFilter;
use crate::{
    access::{Owned, Reach},
    error::Error,
    store::Tx,
    trainings::queries::of_events_within,
};

impl Owned for attendance::Entity {
    const ID: attendance::Column = attendance::Column::Id;
    const VOIDED: Option<attendance::Column> = Some(attendance::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_events_within(attendance::Column::EventId, reach)
    }
}

/// Somebody on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Attendee {
    /// A person of the register.
    Person(PersonId),
    /// A guest of the event.
    Guest(TrainingGuestId),
}

/// Somebody attended a session.
pub type Mark = (TrainingSessionId, Attendee);

/// The marks of an event that the filters leave.
pub(super) fn of_event(id: TrainingId, filter: &AttendanceFilter) -> Condition {
    use attendance::Column;
    let as_guest = |person: PersonId| {
        let guests = training_guest::Entity::find()
            .select_only()
            .column(training_guest::Column::Id)
            .filter(training_guest::Column::PersonId.eq(person));
        Condition::any()
            .add(Column::PersonId.eq(person))
            .add(Column::GuestId.in_subquery(guests.into_query()))
    };
    Condition::all()
        .add(Column::EventId.eq(id))
        .add_option(filter.session_id.map(|session| Column::SessionId.eq(session)))
        .add_option(filter.guest_id.map(|guest| Column::GuestId.eq(guest)))
        .add_option(filter.person_id.map(as_guest))
}

/// Adds the names of persons and guests.
pub(super) fn named(select: Select<attendance::Entity>) -> Select<attendance::Entity> {
    let (attendee, matched) = (Alias::new("attendee"), Alias::new("matched"));
    let person = attendance::Entity::belongs_to(person::Entity)
        .from(attendance::Column::PersonId)
        .to(person::Column::Id);
    let guest = attendance::Entity::belongs_to(training_guest::Entity)
        .from(attendance::Column::GuestId)
        .to(training_guest::Column::Id);
    let of_guest = training_guest::Entity::belongs_to(person::Entity)
        .from(training_guest::Column::PersonId)
        .to(person::Column::Id);
    let name = |alias: &Alias| Expr::col((alias.clone(), person::Column::FullName));
    let names = Func::coalesce([name(&attendee), name(&matched)]);
    select
        .join_as(JoinType::LeftJoin, person.into(), attendee)
        .join(JoinType::LeftJoin, guest.into())
        .join_as(JoinType::LeftJoin, of_guest.into(), matched)
        .column_as(training_guest::Column::PersonId, "matched_id")
        .column_as(training_guest::Column::FullName, "guest_name")
        .expr_as(names, "person_name")
}

#[derive(FromQueryResult)]
struct Found {
    session_id: TrainingSessionId,
    person_id: Option<PersonId>,
    guest_id: Option<TrainingGuestId>,
}

/// Which of some marks of an event are there.
///
/// # Errors
/// When the database fails.
pub(super) async fn there(tx: &Tx, id: TrainingId, marks: &[Mark]) -> Result<HashSet<Mark>, Error> {
    use attendance::Column;
    let found: Vec<Found> = tx
        .every(tx.beyond_reach::<attendance::Entity>(WHY).filter(among(id, marks)), |select| {
            select.select_only().columns([Column::SessionId, Column::PersonId, Column::GuestId])
        })
        .await?;
    let mark = |found: Found| {
        let person = found.person_id.map(Attendee::Person);
        let attendee = person.or(found.guest_id.map(Attendee::Guest))?;
        Some((found.session_id, attendee))
    };
    let wanted: HashSet<&Mark> = marks.iter().collect();
    Ok(found.into_iter().filter_map(mark).filter(|mark| wanted.contains(mark)).collect())
}

/// Why marks are looked up beyond the reach.
pub(super) const WHY: &str = "marks of an event that was found";

/// Marks of the sessions and attendees of some marks, and perhaps of other pairs of them.
pub(super) fn among(id: TrainingId, marks: &[Mark]) -> Condition {
    use attendance::Column;
    let sessions: HashSet<TrainingSessionId> = marks.iter().map(|(session, _)| *session).collect();
    let persons = marks.iter().filter_map(|(_, attendee)| match attendee {
        Attendee::Person(person) => Some(*person),
        Attendee::Guest(_) => None,
    });
    let guests = marks.iter().filter_map(|(_, attendee)| match attendee {
        Attendee::Guest(guest) => Some(*guest),
        Attendee::Person(_) => None,
    });
    let (persons, guests): (HashSet<PersonId>, HashSet<TrainingGuestId>) =
        (persons.collect(), guests.collect());
    let whose = Condition::any()
        .add_option((!persons.is_empty()).then(|| Column::PersonId.is_in(persons)))
        .add_option((!guests.is_empty()).then(|| Column::GuestId.is_in(guests)));
    Condition::all().add(Column::EventId.eq(id)).add(Column::SessionId.is_in(sessions)).add(whose)
}
