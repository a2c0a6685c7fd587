//! What happens inside a unit of work about consents.

use entity::{
    consent,
    enums::ConsentPurpose,
    ids::{ConsentId, PersonId},
    person,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::{
    messages::{Consent, NewConsent},
    queries::one_of_person,
};
use crate::{
    access::{
        Access,
        permission::persons::{CreateConsent, WithdrawConsent},
    },
    error::{Error, FieldError},
    persons::queries::{unless_erased, view_in},
    store::{Change, Resource, Tx},
    values::FieldCode,
};

/// Records a consent or legal ground.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateConsent>,
    person_id: PersonId,
    new: &NewConsent,
) -> Result<Change<Consent>, Error> {
    let person = unless_erased(tx.lock(access.row::<person::Entity>(person_id)).await?)?;
    if new.is_given_after(tx.now()) {
        return Err(Error::Invalid(vec![FieldError::at("/given_at", FieldCode::OutOfRange)]));
    }
    let row = tx.insert(new.row(tx, person_id)).await?;
    revise_person(tx, &row).await?;
    Ok(Change::created(Consent::of(row, view_in(tx, access, person).await?.owners())))
}

/// Withdraws a consent at the person's wish.
pub(super) async fn withdraw(
    tx: &Tx,
    access: &Access<WithdrawConsent>,
    (person_id, id): (PersonId, ConsentId),
) -> Result<Change<Consent>, Error> {
    let person = unless_erased(tx.lock(access.row::<person::Entity>(person_id)).await?)?;
    let row = tx.current(one_of_person(access, person_id, id)).await?;
    if row.withdrawn_at.is_some() {
        return Err(Error::step_not_open(&[]));
    }
    let owners = view_in(tx, access, person).await?.owners();
    let before = Consent::of(row.clone(), owners.clone());
    let row = tx.update::<consent::Entity>(row, |row| row.withdrawn_at = Set(Some(tx.now()))).await?;
    revise_person(tx, &row).await?;
    Ok(Change::changed("withdrawn", &before, Consent::of(row, owners)))
}

/// The view of the person shows what is sensitive, or shows it no more, so that it gets a new revision.
async fn revise_person(tx: &Tx, consent: &consent::Model) -> Result<(), Error> {
    if consent.purpose != ConsentPurpose::SensitiveData {
        return Ok(());
    }
    let person = tx.beyond_reach::<person::Entity>("the person was found within the reach");
    tx.touch(person.filter(person::Column::Id.eq(consent.person_id))).await
}
