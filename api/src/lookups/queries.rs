//! Finding people by number, last digits or phone, within the reach and, by full number, beyond it.

use chrono::TimeDelta;
use entity::{ids::PersonId, journal_entry, person, person_identity};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use serde_json::json;
use uuid::Uuid;

use super::messages::{Lookup, LookupHit};
use crate::{
    access::{Access, Permit, RowLevel, Rows, permission::persons::LookupPersons},
    error::{Error, Text},
    lookup_hashes::queries::{by_last4, by_number, by_phone},
    persons,
    store::{Entry, Resource, Tx, keys::LookupKeys},
    values::PersonNumber,
};

impl Lookup {
    fn condition(&self, keys: &LookupKeys) -> Condition {
        Condition::all()
            .add_option(self.number.as_ref().map(|number| by_number(keys, number)))
            .add_option(self.last4.as_ref().map(|digits| by_last4(keys, digits)))
            .add_option(self.phone.as_ref().map(|phone| by_phone(keys, phone)))
    }
}

/// The persons with such an identity.
fn with_identity(rows: Rows<person::Entity>, condition: Condition) -> Rows<person::Entity> {
    let identities = person_identity::Entity::find()
        .select_only()
        .column(person_identity::Column::PersonId)
        .filter(condition);
    rows.filter(person::Column::Id.in_subquery(identities.into_query()))
        .filter(person::Column::ErasedAt.is_null())
}

/// The hits within the reach, by name.
///
/// # Errors
/// When the database fails.
pub(super) async fn within_reach(
    access: &Access<LookupPersons>,
    wanted: &Lookup,
) -> Result<Vec<LookupHit>, Error> {
    let condition = wanted.condition(&access.store().keyring().lookup);
    let found = access
        .shaped::<_, person::Model>(with_identity(access.rows(), condition), |select| {
            select.order_by_asc(person::Column::SortKey).order_by_asc(person::Column::Id)
        })
        .await?;
    Ok(persons::queries::views(access, found).await?.into_iter().map(LookupHit::from).collect())
}

/// The one person with this number wherever they live, masked; it is journalled that somebody asked.
///
/// # Errors
/// When the database fails.
pub(super) async fn beyond_reach(
    access: &Access<LookupPersons>,
    number: &PersonNumber,
) -> Result<Vec<LookupHit>, Error> {
    access
        .witness(async |tx| {
            let anywhere = tx.beyond_reach("somebody who moved can be registered in the new place");
            let condition = by_number(&tx.keyring().lookup, number);
            let Some(row) = tx.find(with_identity(anywhere, condition)).await? else {
                return Ok((Vec::new(), Vec::new()));
            };
            let person = persons::queries::view_in(tx, access, row).await?;
            let entry = Entry {
                resource: "person_identity",
                id: Some(person.id()),
                version: None,
                action: LOOKED_UP,
                reason: None,
                purpose: None,
                person: Some(person.id),
                owners: person.owners(),
                changes: json!([]),
                impersonal: &[],
            };
            Ok((vec![LookupHit::masked(person)], vec![entry]))
        })
        .await
}

/// How long a masked hit of the look-up lets somebody name the person it found.
const NAMEABLE: TimeDelta = TimeDelta::days(30);
/// What the journal calls such a hit.
pub const LOOKED_UP: &str = "looked_up";

/// Those of several persons whom a membership or household entry may name: within the reach, or found by full number
/// beyond it by the same account within 30 days (api-conventions §4). They are locked first, so that nobody takes one out
/// or erases one meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn nameable_among<P: RowLevel + Permit>(
    tx: &Tx,
    access: &Access<P>,
    ids: &[PersonId],
) -> Result<Vec<person::Model>, Error> {
    let near = access.rows::<person::Entity>().filter(person::Column::Id.is_in(ids.iter().copied()));
    let mut known: Vec<PersonId> = tx.all(near).await?.into_iter().map(|row| row.id).collect();
    let beyond: Vec<PersonId> = ids.iter().copied().filter(|id| !known.contains(id)).collect();
    if !beyond.is_empty() {
        known.extend(found_by_number(tx, access, beyond).await?);
    }
    let rows = tx
        .beyond_reach::<person::Entity>("within the reach, or found by full number")
        .filter(person::Column::Id.is_in(known))
        .filter(person::Column::ErasedAt.is_null());
    tx.lock_all(rows).await
}

/// The answer to a member `person_id` that names nobody within the reach.
#[must_use]
pub fn no_such_person() -> Error {
    Error::unknown("/person_id", Text::new("Không có người này.", "There is no such person."))
}

/// Those of several persons whom a masked hit lets the caller name.
async fn found_by_number<P: RowLevel + Permit>(
    tx: &Tx,
    access: &Access<P>,
    ids: Vec<PersonId>,
) -> Result<Vec<PersonId>, Error> {
    let Some(account) = access.caller().account_id() else { return Ok(Vec::new()) };
    let hits = tx
        .beyond_reach::<journal_entry::Entity>("a masked hit lets its finder name the person")
        .filter(journal_entry::Column::Resource.eq("person_identity"))
        .filter(journal_entry::Column::ResourceId.is_in(ids.into_iter().map(Uuid::from)))
        .filter(journal_entry::Column::At.gt(tx.now() - NAMEABLE))
        .filter(journal_entry::Column::Action.eq(LOOKED_UP))
        .filter(journal_entry::Column::ActorId.eq(Uuid::from(account)));
    let found: Vec<Hit> = tx
        .shaped(hits, |select| select.select_only().column(journal_entry::Column::ResourceId).distinct())
        .await?;
    Ok(found.into_iter().map(|hit| hit.resource_id).collect())
}

/// Whom a hit was about.
#[derive(Debug, FromQueryResult)]
struct Hit {
    resource_id: PersonId,
}

/// The one person whom the member `person_id` of a body names (see [`nameable_among`]).
///
/// # Errors
/// 404.
pub async fn nameable<P: RowLevel + Permit>(
    tx: &Tx,
    access: &Access<P>,
    id: PersonId,
) -> Result<person::Model, Error> {
    nameable_among(tx, access, &[id]).await?.pop().ok_or_else(no_such_person)
}
