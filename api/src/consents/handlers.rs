//! One function per operation on consents.

use entity::{
    consent,
    ids::{ConsentId, PersonId},
    person,
};

use super::{
    commands,
    messages::{Consent, NewConsent},
    queries::{of_person, one_of_person},
};
use crate::{
    access::{
        Access,
        permission::persons::{CreateConsent, ReadConsents, WithdrawConsent},
    },
    error::Error,
    http::{Created, Found, Json, List, Nothing, Page, Path, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    persons::queries::unless_erased,
    store::{SortBy, SortKind},
};

pub(super) async fn list_consents(
    access: Access<ReadConsents>,
    Path(person_id): Path<PersonId>,
    list: List<HistoryFilter>,
) -> Result<Page<Consent>, Error> {
    unless_erased(access.one(access.row::<person::Entity>(person_id)).await?)?;
    let sort = SortBy::column(consent::Column::Id, SortKind::Id).descending(true);
    let rows = of_person(&access, person_id);
    let page = access.page::<_, consent::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(Consent::from)))
}

pub(super) async fn create_consent(
    access: Access<CreateConsent>,
    Path(person_id): Path<PersonId>,
    new: Json<NewConsent>,
) -> Result<Created<Consent>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, person_id, &new).await).await.map(Created)
}

pub(super) async fn get_consent(
    access: Access<ReadConsents>,
    Path((person_id, id)): Path<(PersonId, ConsentId)>,
) -> Result<Found<Consent>, Error> {
    unless_erased(access.one(access.row::<person::Entity>(person_id)).await?)?;
    Ok(Found::Read(access.one(one_of_person(&access, person_id, id)).await?.into()))
}

pub(super) async fn withdraw_consent(
    access: Access<WithdrawConsent>,
    Path(ids): Path<(PersonId, ConsentId)>,
    revision: Revision,
) -> Result<Found<Consent>, Error> {
    let work = async |tx: &_| commands::withdraw(tx, &access, ids).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn list_consent_history(
    access: Access<ReadConsents>,
    Path((person_id, id)): Path<(PersonId, ConsentId)>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(one_of_person(&access, person_id, id)).await?;
    crate::journal::queries::history::<ReadConsents, Consent>(&access, id.into(), &list).await.map(Page)
}
