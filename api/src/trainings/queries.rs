//! Which training events lie within a scope, and events with what their sessions add up to.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    enums::TrainingStatus,
    ids::{AreaId, TrainingId},
    training_event, training_event_topic, training_session,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::{
    messages::{TrainingEvent, TrainingEventFilter},
    workflow::STEPS,
};
use crate::{
    access::{Access, Owned, Permission, Permit, Reach, Rows, Within, descendants, owned_ids},
    areas::queries::{check_scope_on, is_within, unit_on},
    error::{Error, Text},
    http::Warning,
    late_facts::queries::check_late,
    store::{Reading, Revised, SortBy, SortKind, Tx, Words, starting},
    training_sessions::queries::{differs, is_uncounted},
    values::FieldCode,
    workflow::open,
};

/// The word under which titles of events are found.
pub const SEARCHED_AS: &str = "training_event";

impl Owned for training_event::Entity {
    const ID: training_event::Column = training_event::Column::Id;
    const VOIDED: Option<training_event::Column> = Some(training_event::Column::VoidedAt);

    /// An event lies in the unit that it takes place in.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach).areas(|areas| training_event::Column::AreaId.in_subquery(areas)).condition()
    }
}

impl Revised for training_event::Entity {
    const VERSION: training_event::Column = training_event::Column::Version;
    const UPDATED_AT: training_event::Column = training_event::Column::UpdatedAt;

    fn version(row: &training_event::Model) -> i32 {
        row.version
    }
}

impl Owned for training_event_topic::Entity {
    const ID: training_event_topic::Column = training_event_topic::Column::EventId;
    const VOIDED: Option<training_event_topic::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_events_within(training_event_topic::Column::EventId, reach)
    }
}

/// Parts of an event lie where the event lies.
pub fn of_events_within<C: ColumnTrait>(event_id: C, reach: &Reach) -> Condition {
    if reach.whole {
        return Condition::all();
    }
    Condition::all().add(event_id.in_subquery(owned_ids::<training_event::Entity>(reach)))
}

/// An event with what its sessions add up to.
#[derive(Debug, FromQueryResult)]
pub struct Shown {
    /// The event.
    #[sea_orm(nested)]
    pub row: training_event::Model,
    /// How long all sessions last.
    pub minutes: Option<i64>,
    /// How many there are.
    pub session_count: i64,
    /// In how many of them heads and names disagree.
    pub mismatched_sessions: i64,
    /// In how many of those that are over nobody was marked or counted.
    pub uncounted_sessions: i64,
}

impl Shown {
    /// What to say of sessions in which nobody was marked or counted.
    #[must_use]
    pub fn warning(&self) -> Option<Warning> {
        let is_told = matches!(self.row.status, TrainingStatus::Held | TrainingStatus::Closed);
        let uncounted = self.uncounted_sessions;
        let text = Text::made(
            format!("{uncounted} buổi chưa có điểm danh và số người dự."),
            format!("In {uncounted} sessions nobody was marked or counted."),
        );
        (is_told && uncounted > 0).then(|| Warning::new("sessions_uncounted", text))
    }
}

impl TrainingEventFilter {
    /// The filters as one condition on events.
    #[must_use]
    pub fn condition(&self) -> Condition {
        use training_event::Column;
        let states = self.status.as_ref().map(|all| Column::Status.is_in(all.as_slice().iter().copied()));
        let kinds = self.kind.as_ref().map(|all| Column::Kind.is_in(all.as_slice().iter().copied()));
        let topics = self
            .topic
            .as_ref()
            .map(|all| Column::Id.in_subquery(with_topic(all.as_slice().iter().map(AsRef::<str>::as_ref))));
        let found = self.q.as_ref().map(|q| {
            let by_code = starting(Column::Code, &q.as_ref().to_uppercase());
            Condition::any().add(Words::of(SEARCHED_AS, q.as_ref()).condition(Column::Id)).add(by_code)
        });
        let mismatch = || Expr::exists(its_sessions().expr(Expr::val(1)).and_where(differs()).to_owned());
        Condition::all()
            .add_option(found)
            .add_option(self.area_id.map(|id| Column::AreaId.in_subquery(descendants(&[id]))))
            .add_option(states)
            .add_option(kinds)
            .add_option(topics)
            .add_option(self.from_on.map(|day| Column::LastOn.gte(day.date())))
            .add_option(self.until_on.map(|day| Column::LastOn.lt(day.date())))
            .add_option(self.has_mismatch.map(|yes| if yes { mismatch() } else { mismatch().not() }))
    }
}

/// The events with one of these topics.
pub fn with_topic<'a>(topics: impl IntoIterator<Item = &'a str>) -> SelectStatement {
    training_event_topic::Entity::find()
        .select_only()
        .column(training_event_topic::Column::EventId)
        .filter(training_event_topic::Column::Topic.is_in(topics))
        .into_query()
}

/// The order of a sort key; events without sessions come before all others, and last in the order from the latest.
#[must_use]
pub(super) fn order(key: &str) -> SortBy {
    use training_event::Column;
    match key {
        "code" => SortBy::column(Column::Code, SortKind::Text),
        "-updated_at" => SortBy::column(Column::UpdatedAt, SortKind::Instant).descending(true),
        _ => SortBy::column(Column::ListedOn, SortKind::Date).descending(key.starts_with('-')),
    }
}

/// The sessions of a row of `training_event`; selects nothing yet.
fn its_sessions() -> SelectStatement {
    use training_session::Column as S;
    Query::select()
        .from(training_session::Entity)
        .cond_where(of_this_event(S::EventId, S::VoidedAt))
        .to_owned()
}

/// Rows of the row of `training_event` that is looked at, but for those entered in error.
pub fn of_this_event<C: ColumnTrait>(event_id: C, voided_at: C) -> Condition {
    let its = Expr::col(event_id.as_column_ref()).eq(Expr::col(training_event::Column::Id.as_column_ref()));
    Condition::all().add(its).add(voided_at.is_null())
}

/// Adds what the sessions of an event add up to at an instant.
pub(super) fn summed(
    select: Select<training_event::Entity>,
    now: DateTime<Utc>,
) -> Select<training_event::Entity> {
    use training_session::Column as S;
    let column = |column: S| Expr::col(column.as_column_ref());
    let sum = its_sessions().expr(column(S::Minutes).sum().cast_as("bigint")).to_owned();
    let counted = |condition: Condition| {
        Expr::from(its_sessions().expr(column(S::Id).count()).cond_where(condition).to_owned())
    };
    let over = Condition::all().add(S::EndsAt.lte(now)).add(is_uncounted());
    select
        .expr_as(Expr::from(sum), "minutes")
        .expr_as(counted(Condition::all()), "session_count")
        .expr_as(counted(Condition::all().add(differs())), "mismatched_sessions")
        .expr_as(counted(over), "uncounted_sessions")
}

/// How many events' topics are asked for at once: each has at most 10, and no more than 1,000 rows come back.
const AT_ONCE: usize = 100;

/// Events that were loaded as rows, with their topics; `holds` says which permissions the caller holds over which.
///
/// # Errors
/// When the database fails.
pub(super) async fn complete(
    source: &impl Reading,
    shown: Vec<Shown>,
    holds: impl Fn(TrainingId, Permission) -> bool,
) -> Result<Vec<TrainingEvent>, Error> {
    let mut topics: HashMap<TrainingId, Vec<String>> = HashMap::new();
    for some in shown.chunks(AT_ONCE) {
        let ids = some.iter().map(|one| one.row.id);
        let rows = source.parts::<training_event_topic::Entity>();
        let rows = rows.filter(training_event_topic::Column::EventId.is_in(ids));
        let mut found: Vec<training_event_topic::Model> = source.load(rows, |select| select).await?;
        found.sort_by(|one, other| one.topic.cmp(&other.topic));
        for row in found {
            topics.entry(row.event_id).or_default().push(row.topic);
        }
    }
    let each = |one: Shown| {
        let (id, status) = (one.row.id, one.row.status);
        let actions = open(STEPS, status, |permission| holds(id, permission));
        TrainingEvent::of(one, topics.remove(&id).unwrap_or_default(), actions)
    };
    Ok(shown.into_iter().map(each).collect())
}

/// An event as it is at an instant.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub async fn event_of(
    source: &impl Reading,
    rows: Rows<training_event::Entity>,
    now: DateTime<Utc>,
    holds: impl Fn(Permission) -> bool,
) -> Result<TrainingEvent, Error> {
    let found: Vec<Shown> = source.load(rows, |select| summed(select, now)).await?;
    let mut events = complete(source, found, |_, permission| holds(permission)).await?;
    events.pop().ok_or(Error::NotFound)
}

/// An event as it is now, for whoever acts on it.
///
/// # Errors
/// 404 outside the reach.
pub async fn view<P: Permit>(tx: &Tx, access: &Access<P>, id: TrainingId) -> Result<TrainingEvent, Error> {
    event_of(tx, access.row(id), tx.now(), |permission| access.caller().holds(permission)).await
}

/// Lets an event or its lists be changed: it counts on its last day.
///
/// # Errors
/// As [`check_late`].
pub async fn check_late_of(tx: &Tx, event: &training_event::Model) -> Result<(), Error> {
    let facts: Vec<_> = event.last_on.map(|day| (event.area_id, day)).into_iter().collect();
    check_late(tx, &facts).await
}

/// Refuses a unit that a new event cannot take place in: outside the reach, not there on the day of the first session, or
/// not for the caller to enter facts about then.
///
/// # Errors
/// 422 at `/area_id`; at `on`, the member that holds the day, when others answer for the place then.
pub async fn check_unit(
    tx: &Tx,
    reach: &Reach,
    id: AreaId,
    (day, on): (NaiveDate, &str),
) -> Result<(), Error> {
    const AT: &str = "/area_id";
    if !is_within(tx, reach, id).await? {
        let text = Text::new(
            "Không có đơn vị này trong phạm vi của bạn.",
            "There is no such unit within your scope.",
        );
        return Err(Error::invalid(AT, FieldCode::NotFound, text));
    }
    if unit_on(tx, id, day).await? != Some(id) {
        let text =
            Text::new("Đơn vị này không tồn tại vào ngày đó.", "This unit does not exist on that day.");
        return Err(Error::invalid(AT, FieldCode::Inconsistent, text));
    }
    check_scope_on(tx, reach, id, day, on).await
}
