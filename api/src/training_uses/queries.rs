//! Counts what hangs on an event.

use entity::{attendance, head_count, ids::TrainingId, invitation, training_event, training_guest};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, QuerySelect,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use crate::{error::Error, store::Tx, trainings::queries::of_this_event};

/// What hangs on an event.
#[derive(Debug, FromQueryResult)]
pub struct Uses {
    /// Marks of attendance.
    pub marks: i64,
    /// Sessions whose heads were counted.
    pub counted: i64,
    /// Guests and invitations.
    pub others: i64,
}

/// What hangs on an event.
///
/// # Errors
/// 404 when there is none.
pub async fn uses_of(tx: &Tx, id: TrainingId) -> Result<Uses, Error> {
    let count = |column: Expr, condition: Condition, query: &mut SelectStatement| {
        Expr::from(query.expr(column.count_distinct()).cond_where(condition).to_owned())
    };
    let marks = count(
        Expr::col(attendance::Column::Id.as_column_ref()),
        of_this_event(attendance::Column::EventId, attendance::Column::VoidedAt),
        Query::select().from(attendance::Entity),
    );
    let guests = count(
        Expr::col(training_guest::Column::Id.as_column_ref()),
        of_this_event(training_guest::Column::EventId, training_guest::Column::VoidedAt),
        Query::select().from(training_guest::Entity),
    );
    let its = |event_id: Expr| {
        Condition::all().add(event_id.eq(Expr::col(training_event::Column::Id.as_column_ref())))
    };
    let invited = count(
        Expr::col(invitation::Column::PersonId.as_column_ref()),
        its(Expr::col(invitation::Column::EventId.as_column_ref())),
        Query::select().from(invitation::Entity),
    );
    let counted = count(
        Expr::col(head_count::Column::SessionId.as_column_ref()),
        its(Expr::col(head_count::Column::EventId.as_column_ref())),
        Query::select().from(head_count::Entity),
    );
    let rows = tx
        .beyond_reach::<training_event::Entity>("an event that was found within the reach")
        .filter(training_event::Column::Id.eq(id));
    let found: Vec<Uses> = tx
        .shaped(rows, |select| {
            let select = select.select_only().expr_as(marks, "marks").expr_as(counted, "counted");
            select.expr_as(guests.add(invited), "others")
        })
        .await?;
    found.into_iter().next().ok_or(Error::NotFound)
}
