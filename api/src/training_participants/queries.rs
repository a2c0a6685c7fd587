//! Which participants lie within a scope, and how many sessions persons attended.

use entity::{
    attendance,
    ids::{PersonId, TrainingId},
    person, training_guest, training_participant,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QuerySelect, Select,
    sea_query::{Expr, Func},
};

use super::messages::TrainingParticipantFilter;
use crate::{
    access::{Owned, Reach},
    error::Error,
    store::Tx,
    trainings::queries::of_events_within,
};

impl Owned for training_participant::Entity {
    const ID: training_participant::Column = training_participant::Column::PersonId;
    const VOIDED: Option<training_participant::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_events_within(training_participant::Column::EventId, reach)
    }
}

/// The participants of an event that the filters leave.
pub(super) fn of_event(id: TrainingId, filter: &TrainingParticipantFilter) -> Condition {
    use training_participant::Column;
    let completed = |yes| if yes { Column::CompletedOn.is_not_null() } else { Column::CompletedOn.is_null() };
    Condition::all().add(Column::EventId.eq(id)).add_option(filter.is_completed.map(completed))
}

/// Adds what the register says of the persons.
pub(super) fn named(select: Select<training_participant::Entity>) -> Select<training_participant::Entity> {
    let person = training_participant::Entity::belongs_to(person::Entity)
        .from(training_participant::Column::PersonId)
        .to(person::Column::Id);
    select
        .join(JoinType::InnerJoin, person.into())
        .column(person::Column::FullName)
        .column(person::Column::Sex)
}

/// How many sessions somebody attended.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Attended {
    /// Who.
    pub person_id: PersonId,
    /// How many sessions.
    pub sessions: i64,
}

/// The person of a mark: its own, or whom its guest turned out to be (`attendance` with its guest left-joined).
#[must_use]
pub fn person_of_mark() -> Expr {
    let own = Expr::col(attendance::Column::PersonId.as_column_ref());
    Func::coalesce([own, Expr::col(training_guest::Column::PersonId.as_column_ref())]).into()
}

/// Joins the guests of marks.
#[must_use]
pub fn with_guests(select: Select<attendance::Entity>) -> Select<attendance::Entity> {
    let guest = attendance::Entity::belongs_to(training_guest::Entity)
        .from(attendance::Column::GuestId)
        .to(training_guest::Column::Id);
    select.join(JoinType::LeftJoin, guest.into())
}

/// How many sessions of an event some persons attended, themselves and as guests; those who attended none are left out.
///
/// # Errors
/// When the database fails.
pub(super) async fn attended(tx: &Tx, id: TrainingId, persons: &[PersonId]) -> Result<Vec<Attended>, Error> {
    let whose = Condition::any()
        .add(attendance::Column::PersonId.is_in(persons.iter().copied()))
        .add(training_guest::Column::PersonId.is_in(persons.iter().copied()));
    let rows = tx
        .beyond_reach::<attendance::Entity>("marks of an event that was found")
        .filter(attendance::Column::EventId.eq(id));
    let sessions = Func::count_distinct(Expr::col(attendance::Column::SessionId.as_column_ref()));
    tx.every(rows.filter(whose), |select| {
        with_guests(select)
            .select_only()
            .expr_as(person_of_mark(), "person_id")
            .expr_as(sessions, "sessions")
            .group_by(person_of_mark())
    })
    .await
}
