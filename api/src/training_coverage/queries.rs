//! The condition by which lists and figures tell the trained from all others.

use chrono::NaiveDate;
use entity::{
    enums::{TrainingDomain, TrainingKind},
    farmer_group, membership, training_event, training_event_topic, training_participant, training_topic,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType},
};

use crate::{
    areas::queries::holds_on,
    error::{Error, Text},
    groups::queries::counted_group,
    payments::queries::{funded, funded_between},
    store::{Reading, unseen},
    values::{Commaed, FieldCode, Line},
};

/// A filter of lists of people by what they were trained in.
#[derive(Clone, Copy, Debug)]
pub struct TrainedBy<'a> {
    /// The day by which a training must be completed.
    pub day: NaiveDate,
    /// Only the trained, or only all others; the trained where only topics are given.
    pub is_trained: Option<bool>,
    /// Only training in one of these topics counts.
    pub topics: Option<&'a [Line<1, 40>]>,
}

impl TrainedBy<'_> {
    /// The filter as a condition on whoever a column names; looked up person by person, so that a page is filled long
    /// before all are known. Training counts wherever it was given.
    pub fn condition<C: ColumnTrait>(&self, person_id: C) -> Option<SimpleExpr> {
        if self.is_trained.is_none() && self.topics.is_none() {
            return None;
        }
        let its = Expr::col(training_participant::Column::PersonId.as_column_ref());
        let mut trained = completed(unseen(self.day), self.topics);
        trained.expr(Expr::val(1)).and_where(its.eq(Expr::col(person_id.as_column_ref())));
        let trained = Expr::exists(trained);
        Some(if self.is_trained == Some(false) { trained.not() } else { trained })
    }
}

/// Which of some topics are not in the list, by their place: a mistyped one would make everybody untrained in it.
///
/// # Errors
/// When the database fails.
pub async fn unknown_topics(source: &impl Reading, topics: &[Line<1, 40>]) -> Result<Vec<usize>, Error> {
    let all: Vec<training_topic::Model> =
        source.load(source.parts::<training_topic::Entity>(), |select| select).await?;
    let is_unknown = |topic: &Line<1, 40>| all.iter().all(|row| row.code != topic.as_ref());
    Ok((0..topics.len()).filter(|n| is_unknown(&topics[*n])).collect())
}

/// Refuses a parameter `topic` that names one that is not in the list.
///
/// # Errors
/// 422.
pub async fn check_topics(source: &impl Reading, topics: Option<&Commaed<Line<1, 40>>>) -> Result<(), Error> {
    let Some(topics) = topics else { return Ok(()) };
    if unknown_topics(source, topics.as_slice()).await?.is_empty() {
        return Ok(());
    }
    Err(Error::unfit_parameter("topic", FieldCode::NotFound, NO_TOPIC))
}

/// The answer to a topic that is not in the list.
pub const NO_TOPIC: Text = Text::new("Không có chủ đề này.", "There is no such topic.");

/// Whoever completed a training by a day, each once.
#[must_use]
pub fn trained_by(day: NaiveDate) -> SelectStatement {
    completed(day, None).distinct().column(training_participant::Column::PersonId).to_owned()
}

/// Who completed a training by a day, in one of some topics if any are given. Selects nothing yet.
fn completed(day: impl Into<Expr>, topics: Option<&[Line<1, 40>]>) -> SelectStatement {
    use training_participant::{Column, Entity};
    let completed_on = Expr::col(Column::CompletedOn.as_column_ref());
    let select = Entity::find().select_only().filter(completed_on.lte(day.into()));
    let Some(topics) = topics else { return select.into_query() };
    let about = Entity::belongs_to(training_event_topic::Entity)
        .from(Column::EventId)
        .to(training_event_topic::Column::EventId);
    select
        .join(JoinType::InnerJoin, about.into())
        .filter(training_event_topic::Column::Topic.is_in(topics.iter().map(AsRef::<str>::as_ref)))
        .into_query()
}

/// What a training was in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Anything.
    Anything,
    /// Production (indicator 1.1.4).
    Production,
    /// Production of crops.
    Crop,
    /// Production of livestock.
    Livestock,
    /// Business (indicator 2.1.2).
    Business,
}

impl Subject {
    fn condition(self) -> Condition {
        use training_event::Column::{Domain, Kind};
        let production = || Condition::all().add(Kind.eq(TrainingKind::Production));
        match self {
            Self::Anything => Condition::all(),
            Self::Production => production(),
            Self::Crop => production().add(Domain.eq(TrainingDomain::Crop)),
            Self::Livestock => production().add(Domain.eq(TrainingDomain::Livestock)),
            Self::Business => Condition::all().add(Kind.eq(TrainingKind::Business)),
        }
    }
}

/// Whoever completed a training from one day to another, each once (`person_id`).
#[must_use]
pub fn trained_between(first: NaiveDate, day: NaiveDate, subject: Subject) -> SelectStatement {
    use training_participant::{Column, Entity};
    let about =
        Entity::belongs_to(training_event::Entity).from(Column::EventId).to(training_event::Column::Id);
    let select = Entity::find()
        .select_only()
        .distinct()
        .column(Column::PersonId)
        .filter(Column::CompletedOn.gte(first))
        .filter(Column::CompletedOn.lte(day));
    match subject {
        Subject::Anything => select.into_query(),
        _ => select.join(JoinType::InnerJoin, about.into()).filter(subject.condition()).into_query(),
    }
}

/// Memberships with their groups; selects nothing yet.
fn memberships() -> SelectStatement {
    let its_group = Expr::col(farmer_group::Column::Id.as_column_ref())
        .eq(Expr::col(membership::Column::GroupId.as_column_ref()));
    Query::select()
        .from(membership::Entity)
        .join(JoinType::InnerJoin, farmer_group::Entity, its_group)
        .and_where(membership::Column::VoidedAt.is_null())
        .and_where(farmer_group::Column::VoidedAt.is_null())
        .to_owned()
}

/// Whom the project served from one day to another (indicator 1): who completed a training between them, or is on the last
/// one a member of a group that was paid a grant by then (`person_id`, each once).
#[must_use]
pub fn served(first: NaiveDate, day: NaiveDate) -> SelectStatement {
    use membership::Column::{FromOn, PersonId, UntilOn};
    let is_funded = Expr::col(("funded", "group_id")).eq(counted_group());
    let of_funded = memberships()
        .column(PersonId.as_column_ref())
        .join_subquery(JoinType::InnerJoin, funded(day), "funded", is_funded)
        .cond_where(holds_on(FromOn, UntilOn, day))
        .to_owned();
    trained_between(first, day, Subject::Anything).union(UnionType::Distinct, of_funded).to_owned()
}

/// The groups that figures count which were supported from one day to another (indicator 2.1.3): paid a grant, or with a
/// member of the day who completed a training (`group_id`, each once).
#[must_use]
pub fn supported(first: NaiveDate, day: NaiveDate) -> SelectStatement {
    use membership::Column::{FromOn, PersonId, UntilOn};
    use training_participant::Column::{CompletedOn, PersonId as Trained};
    let completed = Expr::col(CompletedOn.as_column_ref());
    let is_member = Condition::all()
        .add(Expr::col(Trained.as_column_ref()).eq(Expr::col(PersonId.as_column_ref())))
        .add(CompletedOn.gte(first))
        .add(CompletedOn.lte(day))
        .add(Expr::col(FromOn.as_column_ref()).lte(completed.clone()))
        .add(UntilOn.is_null().or(Expr::col(UntilOn.as_column_ref()).gt(completed)));
    let trained = memberships()
        .expr_as(counted_group(), "group_id")
        .join(JoinType::InnerJoin, training_participant::Entity, is_member)
        .to_owned();
    funded_between(first, day).union(UnionType::Distinct, trained).to_owned()
}
