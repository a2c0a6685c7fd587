//! Which sessions lie within a scope, and sessions with the heads that were counted and the names on the list.

use chrono::{DateTime, Utc};
use entity::{
    attendance,
    enums::Sex,
    head_count,
    ids::{TrainingId, TrainingSessionId},
    person, training_event, training_guest, training_session,
};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, JoinType, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Func, Query, SelectStatement},
};

use super::messages::TrainingSession;
use crate::{
    access::{Owned, Reach, Rows},
    error::{Code, Error, Finding, Text},
    store::{Reading, Revised, SortBy, SortKind},
    trainings::queries::of_events_within,
};

/// The most sessions of one event.
pub const MOST: usize = 40;

impl Owned for training_session::Entity {
    const ID: training_session::Column = training_session::Column::Id;
    const VOIDED: Option<training_session::Column> = Some(training_session::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_events_within(training_session::Column::EventId, reach)
    }
}

impl Revised for training_session::Entity {
    const VERSION: training_session::Column = training_session::Column::Version;
    const UPDATED_AT: training_session::Column = training_session::Column::UpdatedAt;

    fn version(row: &training_session::Model) -> i32 {
        row.version
    }
}

impl Owned for head_count::Entity {
    const ID: head_count::Column = head_count::Column::SessionId;
    const VOIDED: Option<head_count::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_events_within(head_count::Column::EventId, reach)
    }
}

/// The condition for a session of this event.
pub fn of_event(id: TrainingId) -> Expr {
    training_session::Column::EventId.eq(id)
}

/// The order of a sort key.
#[must_use]
pub(super) fn order(key: &str) -> SortBy {
    SortBy::column(training_session::Column::StartsAt, SortKind::Instant).descending(key.starts_with('-'))
}

/// A session with heads and names by sex.
#[derive(Debug, FromQueryResult)]
pub struct Shown {
    /// The session.
    #[sea_orm(nested)]
    pub row: training_session::Model,
    male_heads: Option<i32>,
    female_heads: Option<i32>,
    unknown_heads: Option<i32>,
    male_names: i64,
    female_names: i64,
    unknown_names: i64,
    marks: i64,
}

impl Shown {
    /// Men, women and people of sex not stated who were counted, if somebody counted.
    #[must_use]
    pub fn heads(&self) -> Option<[i64; 3]> {
        let told = [self.male_heads, self.female_heads, self.unknown_heads];
        told.iter().any(Option::is_some).then(|| told.map(|n| n.unwrap_or_default().into()))
    }

    /// Men, women and people of sex not stated on the list.
    #[must_use]
    pub const fn names(&self) -> [i64; 3] {
        [self.male_names, self.female_names, self.unknown_names]
    }

    /// Whether somebody was marked or counted.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.marks > 0 || self.heads().is_some()
    }
}

/// Adds heads and names to sessions.
pub(super) fn counted(select: Select<training_session::Entity>) -> Select<training_session::Entity> {
    let marks = marks().expr(Expr::col(attendance::Column::Id.as_column_ref()).count()).to_owned();
    let sexes = [("male", Sex::Male), ("female", Sex::Female), ("unknown", Sex::Unknown)];
    sexes.into_iter().fold(select.expr_as(Expr::from(marks), "marks"), |select, (word, sex)| {
        let n = Expr::col(head_count::Column::N.as_column_ref());
        let heads = heads().expr(n).and_where(head_count::Column::Sex.eq(sex)).to_owned();
        select
            .expr_as(Expr::from(heads), format!("{word}_heads"))
            .expr_as(Expr::from(names(&Expr::value(sex))), format!("{word}_names"))
    })
}

fn this_session(id: Expr) -> Expr {
    id.eq(Expr::col(training_session::Column::Id.as_column_ref()))
}

/// The heads counted in a row of `training_session`; selects nothing yet.
fn heads() -> SelectStatement {
    let its = this_session(Expr::col(head_count::Column::SessionId.as_column_ref()));
    Query::select().from(head_count::Entity).and_where(its).to_owned()
}

/// The marks of a row of `training_session`; selects nothing yet.
fn marks() -> SelectStatement {
    let its = this_session(Expr::col(attendance::Column::SessionId.as_column_ref()));
    Query::select()
        .from(attendance::Entity)
        .and_where(its)
        .and_where(attendance::Column::VoidedAt.is_null())
        .to_owned()
}

/// How many people of a sex are on the list of a row of `training_session`: a person counts once, whether marked by name,
/// as a guest who turned out to be that person, or both.
fn names(sex: &Expr) -> SelectStatement {
    use attendance::Column as A;
    use training_guest::Column as G;
    let mark = |column: A| Expr::col(column.as_column_ref());
    let guest = |column: G| Expr::col(column.as_column_ref());
    let known = || Expr::from(Func::coalesce([mark(A::PersonId), guest(G::PersonId)]));
    let somebody = Expr::from(Func::coalesce([mark(A::PersonId), guest(G::PersonId), mark(A::GuestId)]));
    let person = |column: person::Column| Expr::col(column.as_column_ref());
    let their_sex = Expr::from(Func::coalesce([person(person::Column::Sex), guest(G::Sex)]));
    marks()
        .expr(somebody.count_distinct())
        .join(JoinType::LeftJoin, training_guest::Entity, guest(G::Id).eq(mark(A::GuestId)))
        .join(JoinType::LeftJoin, person::Entity, person(person::Column::Id).eq(known()))
        .and_where(guest(G::VoidedAt).is_null())
        .and_where(their_sex.eq(sex.clone()))
        .to_owned()
}

/// Whether heads and names of a row of `training_session` differ in either sex; a session in which nobody counted does not.
#[must_use]
pub fn differs() -> Expr {
    let column = |column: head_count::Column| Expr::col(column.as_column_ref());
    let is_other = column(head_count::Column::N).ne(Expr::from(names(&column(head_count::Column::Sex))));
    Expr::exists(heads().expr(Expr::val(1)).and_where(is_other).to_owned())
}

/// Whether nobody was marked or counted in a row of `training_session`.
#[must_use]
pub fn is_uncounted() -> Condition {
    let any = |rows: &mut SelectStatement| Expr::exists(rows.expr(Expr::val(1)).to_owned());
    Condition::all().add(any(&mut marks()).not()).add(any(&mut heads()).not())
}

/// The sessions of an event, in their order.
///
/// # Errors
/// When the database fails.
pub async fn sessions_of(
    source: &impl Reading,
    id: TrainingId,
) -> Result<Vec<training_session::Model>, Error> {
    let rows = source.parts::<training_session::Entity>().filter(of_event(id));
    let mut found: Vec<training_session::Model> = source.load(rows, |select| select).await?;
    found.sort_by_key(|session| (session.starts_at, session.id));
    Ok(found)
}

/// How many sessions have begun at an instant.
#[must_use]
pub fn begun(sessions: &[training_session::Model], now: DateTime<Utc>) -> usize {
    sessions.iter().filter(|session| session.starts_at <= now).count()
}

/// The answer when no session has begun that must have.
#[must_use]
pub fn none_begun() -> Error {
    let text = Text::new("Chưa có buổi nào bắt đầu.", "No session has begun yet.");
    Error::unmet(Code::ConditionsUnmet, &[Finding::new("sessions_begun", 1, 0, text)])
}

/// The row of one session of an event with its heads and names.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub(super) async fn shown(
    source: &impl Reading,
    rows: Rows<training_session::Entity>,
) -> Result<Shown, Error> {
    let found: Vec<Shown> = source.load(rows, counted).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// All sessions of an event, with who came.
///
/// # Errors
/// When the database fails.
pub async fn views_of(
    source: &impl Reading,
    event: &training_event::Model,
) -> Result<Vec<TrainingSession>, Error> {
    let rows = source.parts::<training_session::Entity>().filter(of_event(event.id));
    let found: Vec<Shown> = source.load(rows, counted).await?;
    Ok(found.into_iter().map(|shown| TrainingSession::of(shown, event, true)).collect())
}

/// One session of an event, for somebody who may see who came or not.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub async fn session_of(
    source: &impl Reading,
    rows: Rows<training_session::Entity>,
    (event, id): (&training_event::Model, TrainingSessionId),
    sees_people: bool,
) -> Result<TrainingSession, Error> {
    let rows = rows.filter(of_event(event.id)).filter(training_session::Column::Id.eq(id));
    Ok(TrainingSession::of(shown(source, rows).await?, event, sees_people))
}
