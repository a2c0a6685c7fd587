//! Which persons lie within a scope, and look-ups of persons.

use std::collections::{HashMap, HashSet};

use entity::{
    household_member, household_place,
    ids::{AreaId, GroupId, HouseholdId, PersonId},
    membership, person,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, QueryTrait,
    Select,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement},
};
use uuid::Uuid;

use super::messages::{Person, PersonFilter};
use crate::{
    access::{
        Access, Owned, Reach, RowLevel, Rows, Within, descendants,
        permission::{memberships::ReadMemberships, persons::ReadPersonsSensitive},
    },
    consents::queries::shows_sensitive,
    error::{Code, Error},
    store::{Revised, SortBy, SortKind, Tx, Words},
};

impl Owned for person::Entity {
    const ID: person::Column = person::Column::Id;
    const VOIDED: Option<person::Column> = Some(person::Column::VoidedAt);

    /// A person belongs to the commune where the latest household lives now; a leader reaches the present members of
    /// the group.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| person::Column::Id.in_subquery(living_in(communes)))
            .groups(|groups| person::Column::Id.in_subquery(members_of(groups.iter().copied()).into_query()))
            .condition()
    }
}

impl Revised for person::Entity {
    const VERSION: person::Column = person::Column::Version;
    const UPDATED_AT: person::Column = person::Column::UpdatedAt;

    fn version(row: &person::Model) -> i32 {
        row.version
    }
}

/// The present members of groups, by their ids.
fn members_of(groups: impl IntoIterator<Item = GroupId>) -> Select<membership::Entity> {
    membership::Entity::find()
        .select_only()
        .column(membership::Column::PersonId)
        .filter(membership::Column::GroupId.is_in(groups))
        .filter(membership::Column::UntilOn.is_null())
        .filter(membership::Column::VoidedAt.is_null())
}

/// The persons whose latest household has its present place in one of these communes.
fn living_in(communes: SelectStatement) -> SelectStatement {
    with_present_place(household_member::Entity::find().select_only())
        .column(household_member::Column::PersonId)
        .filter(household_member::Column::VoidedAt.is_null())
        .filter(is_latest())
        .filter(household_place::Column::CommuneId.in_subquery(communes))
        .into_query()
}

/// Joins the place where each household is now.
fn with_present_place(select: Select<household_member::Entity>) -> Select<household_member::Entity> {
    let place = household_member::Entity::belongs_to(household_place::Entity)
        .from(household_member::Column::HouseholdId)
        .to(household_place::Column::HouseholdId);
    select
        .join(JoinType::InnerJoin, place.into())
        .filter(household_place::Column::UntilOn.is_null())
        .filter(household_place::Column::VoidedAt.is_null())
}

/// Rows of the household that a person lives in, or lived in last.
fn is_latest() -> Condition {
    Condition::any().add(household_member::Column::UntilOn.is_null()).add(Expr::exists(later_rows()).not())
}

/// Rows of the same person that begin later: then the row at hand is not the latest.
fn later_rows() -> SelectStatement {
    use household_member::{Column, Entity};
    let later = Alias::new("later");
    Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, later.clone())
        .and_where(Expr::col((later.clone(), Column::PersonId)).equals((Entity, Column::PersonId)))
        .and_where(Expr::col((later.clone(), Column::VoidedAt)).is_null())
        .and_where(Expr::col((later, Column::FromOn)).gt(Expr::col((Entity, Column::FromOn))))
        .to_owned()
}

/// Where a person lives, or lived last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Home {
    /// The person.
    pub person_id: PersonId,
    /// The household.
    pub household_id: HouseholdId,
    /// The commune where that is now.
    pub commune_id: AreaId,
}

/// The rows of the households that people live in, or lived in last.
#[must_use]
pub fn only_latest(rows: Rows<household_member::Entity>) -> Rows<household_member::Entity> {
    rows.filter(is_latest())
}

/// The same of these persons; shape them with [`as_homes`].
fn latest(rows: Rows<household_member::Entity>, persons: &[PersonId]) -> Rows<household_member::Entity> {
    only_latest(rows.filter(household_member::Column::PersonId.is_in(persons.iter().copied())))
}

/// Shapes household rows into [`Home`]s.
fn as_homes(select: Select<household_member::Entity>) -> Select<household_member::Entity> {
    with_present_place(select.select_only())
        .column(household_member::Column::PersonId)
        .column(household_member::Column::HouseholdId)
        .column(household_place::Column::CommuneId)
}

fn by_person(homes: Vec<Home>) -> HashMap<PersonId, Home> {
    homes.into_iter().map(|home| (home.person_id, home)).collect()
}

impl PersonFilter {
    /// Narrows persons down; those whose data were erased are never listed.
    ///
    /// # Errors
    /// 403 for a sensitive filter without the permission.
    pub(super) fn narrow<P: RowLevel>(&self, access: &Access<P>) -> Result<Rows<person::Entity>, Error> {
        let rows = if self.ethnic_code.is_some() {
            access.require::<ReadPersonsSensitive>()?;
            access.rows_also::<ReadPersonsSensitive, person::Entity>()
        } else {
            access.rows::<person::Entity>()
        };
        let lives_in =
            self.area_id.map(|area| person::Column::Id.in_subquery(living_in(descendants(&[area]))));
        let condition = Condition::all()
            .add(person::Column::ErasedAt.is_null())
            .add_option(self.words().map(|words| words.condition(person::Column::Id)))
            .add_option(lives_in)
            .add_option(
                self.sex.as_ref().map(|sex| person::Column::Sex.is_in(sex.as_slice().iter().copied())),
            )
            .add_option(self.ethnic_code.as_ref().map(|codes| {
                person::Column::EthnicCode
                    .is_in(codes.as_slice().iter().map(AsRef::as_ref).map(str::to_owned))
            }))
            .add_option(self.ethnic_code.as_ref().map(|_| shows_sensitive()))
            .add_option(self.household_id.map(|id| person::Column::Id.in_subquery(living_at(id))))
            .add_option(self.group_id.map(|id| {
                let members = members_of([id])
                    .filter(membership::Entity::within(&access.reach_of::<ReadMemberships>()));
                person::Column::Id.in_subquery(members.into_query())
            }));
        Ok(rows.filter(condition))
    }

    fn words(&self) -> Option<Words> {
        self.q.as_ref().map(|question| Words::of("person", question.as_ref()))
    }

    /// The order of a sort key; by name, the best hits of a search come first.
    pub(super) fn sort(&self, key: &str) -> SortBy {
        match (key, self.words()) {
            ("-updated_at", _) => {
                SortBy::column(person::Column::UpdatedAt, SortKind::Instant).descending(true)
            }
            ("name", Some(words)) => SortBy {
                by: words.ranked(person::Column::Id, person::Column::SortKey),
                kind: SortKind::Text,
                descending: false,
                is_unseen: false,
            },
            _ => SortBy::column(person::Column::SortKey, SortKind::Text).descending(key == "-name"),
        }
    }
}

/// The persons who live in a household now.
fn living_at(household_id: HouseholdId) -> SelectStatement {
    household_member::Entity::find()
        .select_only()
        .column(household_member::Column::PersonId)
        .filter(household_member::Column::HouseholdId.eq(household_id))
        .filter(household_member::Column::UntilOn.is_null())
        .filter(household_member::Column::VoidedAt.is_null())
        .into_query()
}

/// The answer to an id whose personal data were erased.
#[must_use]
pub const fn erased() -> Error {
    Error::Conflict { code: Code::ResourceErased, detail: None, members: serde_json::Value::Null }
}

/// The person, unless erased.
///
/// # Errors
/// 410.
pub fn unless_erased(row: person::Model) -> Result<person::Model, Error> {
    if row.erased_at.is_none() { Ok(row) } else { Err(erased()) }
}

/// The person that a change is about: 404 outside the reach, 410 once erased, 412 when somebody else changed it.
///
/// # Errors
/// As said.
pub async fn current_in<P: RowLevel>(
    tx: &Tx,
    access: &Access<P>,
    id: PersonId,
) -> Result<person::Model, Error> {
    let rows = access.row::<person::Entity>(id);
    unless_erased(tx.lock(rows.clone()).await?)?;
    tx.current(rows).await
}

/// The views of persons that were read within the reach, in the same order.
///
/// # Errors
/// When the database fails.
pub async fn views<P: RowLevel>(access: &Access<P>, rows: Vec<person::Model>) -> Result<Vec<Person>, Error> {
    let ids: Vec<PersonId> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let homes = by_person(access.shaped(latest(access.rows(), &ids), as_homes).await?);
    let plain: Vec<Uuid> = ids.into_iter().map(Uuid::from).collect();
    let mut open = access.also::<ReadPersonsSensitive, person::Entity>(&plain).await?;
    if !open.is_empty() {
        let closed = access.rows::<person::Entity>().filter(person::Column::Id.is_in(plain));
        let closed = access.all(closed.filter(shows_sensitive().not())).await?;
        let closed: HashSet<Uuid> = closed.into_iter().map(|row| row.id.into()).collect();
        open.retain(|id| !closed.contains(id));
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let (home, is_open) = (homes.get(&row.id), open.contains(&Uuid::from(row.id)));
            Person::of(row, home, is_open)
        })
        .collect())
}

/// The views of persons inside a unit of work, in the same order, with everybody they concern.
///
/// # Errors
/// When the database fails.
pub async fn views_in<P: RowLevel>(
    tx: &Tx,
    access: &Access<P>,
    rows: Vec<person::Model>,
) -> Result<Vec<Person>, Error> {
    let ids: Vec<PersonId> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let anywhere = tx.beyond_reach::<household_member::Entity>("the journal tells everybody concerned");
    let homes = by_person(tx.shaped(latest(anywhere, &ids), as_homes).await?);
    let open = access
        .rows_also::<ReadPersonsSensitive, person::Entity>()
        .filter(shows_sensitive())
        .filter(person::Column::Id.is_in(ids.iter().copied()));
    let open: HashSet<PersonId> = tx.all(open).await?.into_iter().map(|row| row.id).collect();
    let memberships = tx
        .beyond_reach::<membership::Entity>("the journal tells everybody concerned")
        .filter(membership::Column::PersonId.is_in(ids))
        .filter(membership::Column::UntilOn.is_null());
    let memberships = tx.all(memberships).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let groups = memberships.iter().filter(|membership| membership.person_id == row.id);
            let groups = groups.map(|membership| membership.group_id).collect();
            let (home, is_open) = (homes.get(&row.id), open.contains(&row.id));
            Person { groups, ..Person::of(row, home, is_open) }
        })
        .collect())
}

/// The view of one person inside a unit of work.
///
/// # Errors
/// When the database fails.
pub async fn view_in<P: RowLevel>(tx: &Tx, access: &Access<P>, row: person::Model) -> Result<Person, Error> {
    views_in(tx, access, vec![row]).await?.pop().ok_or(Error::NotFound)
}
