//! What happens inside a unit of work about identities; reading one is such a unit, because it leaves a trace.

use entity::{ids::PersonId, person, person_identity};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::{
    messages::{Identity, IdentityPatch, MaskedIdentity, Purpose},
    queries::{Particulars, check_number_is_free, warnings},
};
use crate::{
    access::{
        Access, Permit, Reach, Role,
        permission::persons::{ReadPersonIdentity, UpdatePersonIdentity},
    },
    consents,
    error::{Error, FieldError},
    persons::queries::{erased, unless_erased, view_in},
    store::{Change, Entry, Resource, Tx},
    values::FieldCode,
};

/// Reads an identity for a purpose, and the journal entry that says so.
pub(super) async fn read(
    tx: &Tx,
    access: &Access<ReadPersonIdentity>,
    id: PersonId,
    purpose: Purpose,
) -> Result<(Identity, Vec<Entry>), Error> {
    let person = unless_erased(tx.one(access.row::<person::Entity>(id)).await?)?;
    if let Some(purposes) = purpose.grounds() {
        consents::queries::check_ground(tx, id, purposes).await?;
    }
    let row = tx.one(access.row::<person_identity::Entity>(id)).await?;
    let key = tx.person_key(id).await?.ok_or_else(erased)?;
    let view = Identity::of(&row, Particulars::open(&row, &key)?, is_leader_alone(tx, access, id).await?);
    let entry = Entry {
        resource: MaskedIdentity::KIND,
        id: Some(id.into()),
        version: None,
        action: "read",
        reason: None,
        purpose: Some(purpose.word().to_owned()),
        person: Some(id),
        owners: view_in(tx, access, person).await?.owners(),
        changes: json!([]),
        impersonal: &[],
    };
    Ok((view, vec![entry]))
}

/// True when only the leader's role reaches the person.
async fn is_leader_alone(tx: &Tx, access: &Access<ReadPersonIdentity>, id: PersonId) -> Result<bool, Error> {
    let officer = Reach::held_as(access.caller(), ReadPersonIdentity::PERMISSION, Role::Officer);
    let rows = access.row::<person::Entity>(id).also_within(&officer);
    Ok(tx.find(rows).await?.is_none())
}

/// Changes what identifies and reaches a person.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdatePersonIdentity>,
    id: PersonId,
    patch: &IdentityPatch,
) -> Result<Change<MaskedIdentity>, Error> {
    let person = unless_erased(tx.lock(access.row::<person::Entity>(id)).await?)?;
    let row = tx.current(access.row::<person_identity::Entity>(id)).await?;
    let key = tx.person_key(id).await?.ok_or_else(erased)?;
    let known = Particulars::open(&row, &key)?;
    let wanted = known.clone().patched(patch);
    if wanted.birth_on.is_some_and(|day| day > tx.today()) {
        return Err(Error::Invalid(vec![FieldError::at("/birth_on", FieldCode::OutOfRange)]));
    }
    check_number_is_free(tx, wanted.number.as_ref(), Some(id)).await?;
    let before = view_in(tx, access, person.clone()).await?;
    let owners = before.owners();
    let masked_before = MaskedIdentity::of(&row, &known, owners.clone());
    let row = tx
        .update::<person_identity::Entity>(row, |row| {
            wanted.seal_into(row, &key, &tx.keyring().lookup);
        })
        .await?;
    let year = wanted.birth_year().filter(|year| Some(*year) != person.birth_year);
    let (sex, birth_year) = (person.sex, year.or(person.birth_year));
    let mut masked = MaskedIdentity::of(&row, &wanted, owners);
    masked.warnings = warnings(wanted.number.as_ref(), sex, birth_year);
    let change = Change::changed("updated", &masked_before, masked);
    if year.is_none() {
        return Ok(change);
    }
    let person = tx.amend::<person::Entity>(person, |row| row.birth_year = Set(year)).await?;
    let after = view_in(tx, access, person).await?;
    Ok(change.and(Entry::about("updated", Some(&before), &after)))
}
