//! Which invitations lie within a scope, and who can be drawn from the register.

use chrono::NaiveDate;
use entity::{
    cadre_post,
    enums::ConsentPurpose,
    ids::{PersonId, TrainingId},
    invitation, membership, person, training_participant,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Func, Query, SelectStatement},
};

use super::messages::{DrawnFrom, InvitationDraw, InvitationFilter};
use crate::{
    access::{Access, Owned, Reach, Rows, permission::trainings::CreateInvitations},
    consents::queries::withdrawn,
    error::Error,
    store::Tx,
    trainings::queries::of_events_within,
};

impl Owned for invitation::Entity {
    const ID: invitation::Column = invitation::Column::PersonId;
    const VOIDED: Option<invitation::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_events_within(invitation::Column::EventId, reach)
    }
}

/// The participation of an invited person in the event.
fn with_participation(select: Select<invitation::Entity>) -> Select<invitation::Entity> {
    let participant = invitation::Entity::belongs_to(training_participant::Entity)
        .from((invitation::Column::EventId, invitation::Column::PersonId))
        .to((training_participant::Column::EventId, training_participant::Column::PersonId));
    select.join(JoinType::LeftJoin, participant.into())
}

/// The invitations to an event that the filters leave; without those who were erased or want no training any more.
pub(super) fn of_event(id: TrainingId, filter: &InvitationFilter) -> Condition {
    let came = training_participant::Entity::find()
        .select_only()
        .column(training_participant::Column::PersonId)
        .filter(training_participant::Column::EventId.eq(id))
        .into_query();
    let person = invitation::Column::PersonId;
    let attended = |yes| if yes { person.in_subquery(came) } else { person.not_in_subquery(came) };
    Condition::all()
        .add(invitation::Column::EventId.eq(id))
        .add(person.not_in_subquery(erased()))
        .add(invitation::Column::PersonId.not_in_subquery(withdrawn(ConsentPurpose::Training)))
        .add_option(filter.has_attended.map(attended))
}

/// Adds what the register says of the persons, and what became of the invitations.
pub(super) fn shown(select: Select<invitation::Entity>) -> Select<invitation::Entity> {
    let person = invitation::Entity::belongs_to(person::Entity)
        .from(invitation::Column::PersonId)
        .to(person::Column::Id);
    with_participation(select)
        .join(JoinType::InnerJoin, person.into())
        .column(person::Column::FullName)
        .column(person::Column::Sex)
        .column(person::Column::BirthYear)
        .column(training_participant::Column::Sessions)
        .column(training_participant::Column::CompletedOn)
}

/// Which of some persons are invited to an event.
///
/// # Errors
/// When the database fails.
pub(super) async fn invited(tx: &Tx, id: TrainingId, persons: &[PersonId]) -> Result<Vec<PersonId>, Error> {
    let rows = tx
        .beyond_reach::<invitation::Entity>("invitations to an event that was found")
        .filter(invitation::Column::EventId.eq(id))
        .filter(invitation::Column::PersonId.is_in(persons.iter().copied()));
    Ok(tx.all(rows).await?.into_iter().map(|row| row.person_id).collect())
}

#[derive(FromQueryResult)]
struct Drawn {
    person_id: PersonId,
}

#[derive(FromQueryResult)]
struct HowMany {
    persons: i64,
}

/// The persons whose data were erased; they are few.
fn erased() -> SelectStatement {
    person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::ErasedAt.is_not_null())
        .into_query()
}

/// Whoever can be invited to an event: not invited yet, not erased, not unwilling.
fn free<C: ColumnTrait>(id: TrainingId, person_id: C) -> Condition {
    use invitation::Column;
    let own = || Expr::col(person_id.as_column_ref());
    let there = Query::select()
        .expr(Expr::val(1))
        .from(invitation::Entity)
        .and_where(Column::EventId.eq(id))
        .and_where(Expr::col(Column::PersonId.as_column_ref()).eq(own()))
        .to_owned();
    Condition::all()
        .add(Expr::exists(there).not())
        .add(person_id.not_in_subquery(erased()))
        .add(person_id.not_in_subquery(withdrawn(ConsentPurpose::Training)))
}

/// The persons that a draw finds, in the order of their ids, and how many there are in all.
///
/// # Errors
/// When the database fails.
pub(super) async fn drawn(
    tx: &Tx,
    access: &Access<CreateInvitations>,
    (id, draw): (TrainingId, &InvitationDraw),
    today: NaiveDate,
) -> Result<(Vec<PersonId>, u64), Error> {
    match draw.from {
        DrawnFrom::Members => {
            let person = membership::Column::PersonId;
            let rows = access.rows::<membership::Entity>().filter(draw.of_members().condition(today));
            among(tx, rows.filter(free(id, person)), (person, draw.limit)).await
        }
        DrawnFrom::Cadres => {
            let person = cadre_post::Column::PersonId;
            let rows = access.rows::<cadre_post::Entity>().filter(draw.of_cadres().condition(today));
            among(tx, rows.filter(free(id, person)), (person, draw.limit)).await
        }
    }
}

/// The first persons whom rows name, each once, and how many they are in all.
async fn among<E: EntityTrait>(
    tx: &Tx,
    rows: Rows<E>,
    (person_id, limit): (impl ColumnTrait, u64),
) -> Result<(Vec<PersonId>, u64), Error> {
    let found: Vec<Drawn> = tx
        .every(rows.clone(), |select| {
            let select = select.select_only().column_as(person_id, "person_id").distinct();
            select.order_by_asc(person_id).limit(limit)
        })
        .await?;
    let persons = Func::count_distinct(Expr::col(person_id.as_column_ref()));
    let all: Vec<HowMany> =
        tx.shaped(rows, |select| select.select_only().expr_as(persons, "persons")).await?;
    let all = all.first().map_or(0, |all| u64::try_from(all.persons).unwrap_or_default());
    Ok((found.into_iter().map(|one| one.person_id).collect(), all))
}
