//! The aggregate queries behind the counts: each begins with events that were held, and tells them apart by kind or not.

use entity::{
    attendance,
    enums::{TrainingKind, TrainingStatus},
    head_count, household, household_member, membership, training_event, training_guest,
    training_participant, training_session,
};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, IntoSimpleExpr, JoinType,
    sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, Value},
};

use super::messages::TrainingCounts;

/// One part of the counts, of one kind of event or of all.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Part {
    /// The kind; null for all.
    pub kind: Option<TrainingKind>,
    /// The first number.
    pub first: Option<i64>,
    /// The second one.
    pub second: Option<i64>,
    /// The third one.
    pub third: Option<i64>,
}

/// How one part is counted: `events` selects from `training_event`.
pub type Count = fn(SelectStatement, bool) -> SelectStatement;

/// How the numbers of a part enter the counts.
pub type Enter = fn(&mut TrainingCounts, [i64; 3]);

/// Every part, with what its numbers are.
pub const PARTS: [(Count, Enter); 7] = [
    (events, |counts, [events, ..]| counts.events = events),
    (sessions, |counts, [sessions, ..]| counts.sessions = sessions),
    (marks, |counts, [attendances, guests, _]| {
        (counts.attendances, counts.guests) = (attendances, guests);
    }),
    (persons, |counts, [persons, completed, _]| (counts.persons, counts.completed) = (persons, completed)),
    (households, |counts, [households, people, _]| {
        (counts.households, counts.household_members) = (households, people);
    }),
    (members, |counts, [members, ..]| counts.members = members),
    (heads, |counts, [sessions, heads, _]| (counts.counted_sessions, counts.heads) = (sessions, heads)),
];

/// Events that took place.
#[must_use]
pub fn took_place() -> Condition {
    let states = [TrainingStatus::Held, TrainingStatus::Closed];
    Condition::all().add(training_event::Column::Status.is_in(states))
}

fn col(column: impl ColumnTrait) -> Expr {
    Expr::col(column.as_column_ref())
}

fn nothing() -> Expr {
    Expr::val(Value::BigInt(None)).cast_as("bigint")
}

/// Selects the kind, if kinds are told apart, and three numbers.
fn selecting(mut events: SelectStatement, by_kind: bool, numbers: [Expr; 3]) -> SelectStatement {
    events.clear_selects();
    let kind = training_event::Column::Kind;
    if by_kind {
        events.expr_as(kind.into_simple_expr(), "kind").add_group_by([kind.into_simple_expr()]);
    } else {
        events.expr_as(Expr::val(Value::String(None)), "kind");
    }
    for (name, number) in ["first", "second", "third"].into_iter().zip(numbers) {
        events.expr_as(number, name);
    }
    events
}

fn distinct(column: impl ColumnTrait) -> Expr {
    Func::count_distinct(col(column)).into()
}

fn events(events: SelectStatement, by_kind: bool) -> SelectStatement {
    selecting(events, by_kind, [col(training_event::Column::Id).count(), nothing(), nothing()])
}

/// Joins the sessions of events.
fn with_sessions(events: &mut SelectStatement) {
    use training_session::Column as S;
    let its = col(S::EventId).eq(col(training_event::Column::Id)).and(S::VoidedAt.is_null());
    events.join(JoinType::InnerJoin, training_session::Entity, its);
}

fn sessions(mut events: SelectStatement, by_kind: bool) -> SelectStatement {
    with_sessions(&mut events);
    selecting(events, by_kind, [col(training_session::Column::Id).count(), nothing(), nothing()])
}

fn marks(mut events: SelectStatement, by_kind: bool) -> SelectStatement {
    use attendance::Column as A;
    let its = col(A::EventId).eq(col(training_event::Column::Id)).and(A::VoidedAt.is_null());
    let guest =
        col(training_guest::Column::Id).eq(col(A::GuestId)).and(training_guest::Column::PersonId.is_null());
    events.join(JoinType::InnerJoin, attendance::Entity, its).join(
        JoinType::LeftJoin,
        training_guest::Entity,
        guest,
    );
    selecting(events, by_kind, [col(A::Id).count(), distinct(training_guest::Column::Id), nothing()])
}

/// Joins the participants of events.
fn with_participants(events: &mut SelectStatement) {
    let its = col(training_participant::Column::EventId).eq(col(training_event::Column::Id));
    events.join(JoinType::InnerJoin, training_participant::Entity, its);
}

fn persons(mut events: SelectStatement, by_kind: bool) -> SelectStatement {
    use training_participant::Column as P;
    with_participants(&mut events);
    let completed = Expr::case(P::CompletedOn.is_not_null(), col(P::PersonId));
    let completed = Func::count_distinct(completed).into();
    selecting(events, by_kind, [distinct(P::PersonId), completed, nothing()])
}

/// What holds of rows with dates on the day of the last session.
fn on_last_day<C: ColumnTrait>(from_on: C, until_on: C) -> Expr {
    let day = || col(training_event::Column::LastOn);
    col(from_on).lte(day()).and(col(until_on).is_null().or(col(until_on).gt(day())))
}

fn households(mut events: SelectStatement, by_kind: bool) -> SelectStatement {
    use household_member::Column as H;
    with_participants(&mut events);
    let lives = col(H::PersonId)
        .eq(col(training_participant::Column::PersonId))
        .and(H::VoidedAt.is_null())
        .and(on_last_day(H::FromOn, H::UntilOn));
    let its = col(household::Column::Id).eq(col(H::HouseholdId));
    events
        .join(JoinType::InnerJoin, household_member::Entity, lives)
        .join(JoinType::InnerJoin, household::Entity, its)
        .clear_selects()
        .distinct()
        .expr_as(col(training_event::Column::Kind), "kind")
        .expr_as(col(household::Column::Id), "household_id")
        .expr_as(col(household::Column::Size), "size");
    let size = Expr::col(("each", "size")).sum().cast_as("bigint");
    if by_kind {
        let kind = Expr::col(("each", "kind"));
        return outer(events, kind.clone(), size).add_group_by([kind]).to_owned();
    }
    // Once for each kind otherwise.
    let mut all = Query::select();
    all.distinct()
        .expr_as(Expr::val(Value::String(None)), "kind")
        .expr_as(Expr::col(("kinds", "household_id")), "household_id")
        .expr_as(Expr::col(("kinds", "size")), "size")
        .from_subquery(events, "kinds");
    outer(all, Expr::val(Value::String(None)), size)
}

fn outer(each: SelectStatement, kind: Expr, size: Expr) -> SelectStatement {
    Query::select()
        .expr_as(kind, "kind")
        .expr_as(Expr::col(("each", "household_id")).count(), "first")
        .expr_as(size, "second")
        .expr_as(nothing(), "third")
        .from_subquery(each, "each")
        .to_owned()
}

fn members(mut events: SelectStatement, by_kind: bool) -> SelectStatement {
    use membership::Column as M;
    with_participants(&mut events);
    let belongs = col(M::PersonId)
        .eq(col(training_participant::Column::PersonId))
        .and(M::VoidedAt.is_null())
        .and(on_last_day(M::FromOn, M::UntilOn));
    events.join(JoinType::InnerJoin, membership::Entity, belongs);
    selecting(events, by_kind, [distinct(M::Id), nothing(), nothing()])
}

fn heads(mut events: SelectStatement, by_kind: bool) -> SelectStatement {
    use head_count::Column as N;
    with_sessions(&mut events);
    let its = col(N::SessionId).eq(col(training_session::Column::Id));
    events.join(JoinType::InnerJoin, head_count::Entity, its);
    selecting(events, by_kind, [distinct(N::SessionId), col(N::N).sum().cast_as("bigint"), nothing()])
}

/// The numbers of a part.
#[must_use]
pub fn numbers(part: &Part) -> [i64; 3] {
    [part.first, part.second, part.third].map(Option::unwrap_or_default)
}
