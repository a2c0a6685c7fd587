//! One function per operation on identities.

use entity::{ids::PersonId, journal_entry, person};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{AccessRecord, Identity, IdentityPatch, MaskedIdentity, Reading},
    queries::name_existing,
};
use crate::{
    access::{
        Access,
        permission::persons::{ReadAccessRecords, ReadPersonIdentity, UpdatePersonIdentity},
    },
    error::Error,
    http::{Found, List, MergePatch, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::{SortBy, SortKind},
};

pub(super) async fn get_person_identity(
    access: Access<ReadPersonIdentity>,
    Path(id): Path<PersonId>,
    reading: Query<Reading>,
) -> Result<Found<Identity>, Error> {
    access.witness(async |tx| commands::read(tx, &access, id, reading.purpose).await).await.map(Found::Read)
}

pub(super) async fn update_person_identity(
    access: Access<UpdatePersonIdentity>,
    Path(id): Path<PersonId>,
    revision: Revision,
    patch: MergePatch<IdentityPatch>,
) -> Result<Found<MaskedIdentity>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    let number = patch.number.as_ref().and_then(Option::as_ref);
    match access.change(&revision, &patch, work).await {
        Ok(written) => Ok(Found::Changed(written)),
        Err(error) => Err(name_existing(&access, error, number).await),
    }
}

pub(super) async fn list_person_identity_history(
    access: Access<ReadAccessRecords>,
    Path(id): Path<PersonId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<person::Entity>(id)).await?;
    let history = crate::journal::queries::history::<ReadAccessRecords, MaskedIdentity>;
    history(&access, id.into(), &list).await.map(Page)
}

pub(super) async fn list_person_access_records(
    access: Access<ReadAccessRecords>,
    Path(id): Path<PersonId>,
    list: List<HistoryFilter>,
) -> Result<Page<AccessRecord>, Error> {
    access.one(access.row::<person::Entity>(id)).await?;
    let rows = crate::journal::queries::entries_about::<MaskedIdentity>(id.into())
        .filter(journal_entry::Column::Version.is_null());
    let sort = SortBy::column(journal_entry::Column::Id, SortKind::Id).descending(true);
    let page = access.page::<_, journal_entry::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(AccessRecord::from)))
}
