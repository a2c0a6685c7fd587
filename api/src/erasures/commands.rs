//! What happens inside a unit of work that erases somebody.

use entity::{consent, household, ids::PersonId, person, person_identity, training_guest};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use uuid::Uuid;

use super::messages::ErasureReason;
use crate::{
    access::{Access, permission::persons::ErasePerson},
    error::Error,
    households,
    mentions::queries::{groups_of, households_of, memberships_of, posts_of},
    persons::{messages::Person, queries},
    store::{Change, Entry, Tx},
    training_guests::queries::forget,
    values::person_sort_key,
};

/// Forgets a person. The journal keeps that it happened, when, by whom and why, and nothing of what was known.
pub(super) async fn erase(
    tx: &Tx,
    access: &Access<ErasePerson>,
    id: PersonId,
    reason: ErasureReason,
) -> Result<Change<()>, Error> {
    let row = queries::current_in(tx, access, id).await?;
    let before = queries::view_in(tx, access, row.clone()).await?;
    let pseudonym = pseudonym_of(id);
    tx.update::<person::Entity>(row, |row| {
        row.sort_key = Set(person_sort_key(&pseudonym));
        row.full_name = Set(pseudonym);
        row.erased_at = Set(Some(tx.now()));
    })
    .await?;
    tx.forget_person(id).await?;
    let identity = access.row::<person_identity::Entity>(id);
    tx.replace_parts::<person_identity::ActiveModel>(identity, Vec::new()).await?;
    tx.index_words("person", id.into(), "").await?;
    forget_evidence(tx, access, id).await?;
    forget_guests(tx, id).await?;
    let household = touch_household(tx, access, &before).await?;
    let elsewhere = Condition::all().add_option(before.household_id.map(|id| household::Column::Id.ne(id)));
    tx.touch(households_of(tx, id).filter(elsewhere)).await?;
    tx.touch(groups_of(tx, id)).await?;
    tx.touch(memberships_of(tx, id)).await?;
    tx.touch(posts_of(tx, id)).await?;
    Ok(Change::gone("erased", &before, reason.word()).and_all(household))
}

/// What stands in place of the name: tells rows apart and says nothing.
fn pseudonym_of(id: PersonId) -> String {
    const KEPT: usize = 8;
    let digits = Uuid::from(id).simple().to_string();
    format!("#{}", &digits[digits.len() - KEPT..])
}

/// Where the proof of a consent is kept is free text about the person.
async fn forget_evidence(tx: &Tx, access: &Access<ErasePerson>, id: PersonId) -> Result<(), Error> {
    let rows = access.rows::<consent::Entity>().filter(consent::Column::PersonId.eq(id));
    for row in tx.lock_all(rows.filter(consent::Column::Evidence.is_not_null())).await? {
        tx.amend::<consent::Entity>(row, |row| row.evidence = Set(None)).await?;
    }
    Ok(())
}

/// Guests of training events who turned out to be the person were written down by name.
async fn forget_guests(tx: &Tx, id: PersonId) -> Result<(), Error> {
    let rows = tx
        .beyond_reach::<training_guest::Entity>("they were the person that was found within the reach")
        .filter(training_guest::Column::PersonId.eq(id));
    for row in tx.lock_all(rows).await? {
        tx.amend::<training_guest::Entity>(row, forget).await?;
    }
    Ok(())
}

/// The household showed the name: it gets a new revision, so that nobody keeps the old one for current.
async fn touch_household(
    tx: &Tx,
    access: &Access<ErasePerson>,
    person: &Person,
) -> Result<Option<Entry>, Error> {
    let Some(household_id) = person.household_id else { return Ok(None) };
    let home = tx.lock(access.row::<household::Entity>(household_id)).await?;
    let before = households::queries::view_in(tx, access, home.clone()).await?;
    let home = tx.amend::<household::Entity>(home, |_| ()).await?;
    let after = households::queries::view_in(tx, access, home).await?;
    Ok(Some(Entry::about("member_erased", Some(&before), &after)))
}
