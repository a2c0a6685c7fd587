//! The condition by which lists and figures tell the trained from all others.

use chrono::NaiveDate;
use entity::{training_event_topic, training_participant, training_topic};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr},
};

use crate::{
    error::{Error, Text},
    store::Reading,
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
        let mut trained = completed(self.day, self.topics);
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
fn completed(day: NaiveDate, topics: Option<&[Line<1, 40>]>) -> SelectStatement {
    use training_participant::{Column, Entity};
    let select = Entity::find().select_only().filter(Column::CompletedOn.lte(day));
    let Some(topics) = topics else { return select.into_query() };
    let about = Entity::belongs_to(training_event_topic::Entity)
        .from(Column::EventId)
        .to(training_event_topic::Column::EventId);
    select
        .join(JoinType::InnerJoin, about.into())
        .filter(training_event_topic::Column::Topic.is_in(topics.iter().map(AsRef::<str>::as_ref)))
        .into_query()
}
