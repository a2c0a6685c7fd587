//! One function per operation on persons.

use entity::{ids::PersonId, person};

use super::{
    commands,
    messages::{NewPerson, Person, PersonFilter, PersonPatch},
    queries,
};
use crate::{
    access::{
        Access,
        permission::persons::{CreatePerson, DeletePerson, ReadPersons, ReadPersonsSensitive, UpdatePerson},
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision},
    identities,
    journal::messages::{HistoryEntry, HistoryFilter},
    store::Paged,
};

pub(super) async fn list_persons(
    access: Access<ReadPersons>,
    list: List<PersonFilter>,
) -> Result<Page<Person>, Error> {
    let rows = list.filter.narrow(&access)?;
    let sort = list.filter.sort(list.page.sort);
    let page = access.page::<_, person::Model>(rows, &list.page, &sort, |select| select).await?;
    let Paged { items, limit, next_cursor, total } = page;
    Ok(Page(Paged { items: queries::views(&access, items).await?, limit, next_cursor, total }))
}

pub(super) async fn create_person(
    access: Access<CreatePerson>,
    new: Json<NewPerson>,
) -> Result<Created<Person>, Error> {
    if new.ethnic_code.is_some() || new.has_disability.is_some() {
        access.require::<ReadPersonsSensitive>()?;
    }
    let written = access.write(&new, async |tx| commands::create(tx, &access, &new).await).await;
    let number = new.identity.as_ref().and_then(|identity| identity.number.as_ref());
    match written {
        Ok(written) => Ok(Created(written)),
        Err(error) => Err(identities::queries::name_existing(&access, error, number).await),
    }
}

pub(super) async fn get_person(
    access: Access<ReadPersons>,
    Path(id): Path<PersonId>,
) -> Result<Found<Person>, Error> {
    let row = queries::unless_erased(access.one(access.row::<person::Entity>(id)).await?)?;
    let view = queries::views(&access, vec![row]).await?.pop().ok_or(Error::NotFound)?;
    Ok(Found::Read(view))
}

pub(super) async fn update_person(
    access: Access<UpdatePerson>,
    Path(id): Path<PersonId>,
    revision: Revision,
    patch: MergePatch<PersonPatch>,
) -> Result<Found<Person>, Error> {
    if patch.ethnic_code.is_some() || patch.has_disability.is_some() {
        access.require::<ReadPersonsSensitive>()?;
    }
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_person(
    access: Access<DeletePerson>,
    Path(id): Path<PersonId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_person_history(
    access: Access<ReadPersons>,
    Path(id): Path<PersonId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<person::Entity>(id)).await?;
    crate::journal::queries::history::<ReadPersons, Person>(&access, id.into(), &list).await.map(Page)
}
