//! One function per operation on poverty decisions.

use entity::{
    household,
    ids::{HouseholdId, PovertyStatusId},
    poverty_status,
};

use super::{
    commands,
    messages::{NewPovertyStatus, PovertyStatus},
    queries::{of_household, one_of_household},
};
use crate::{
    access::{
        Access,
        permission::{
            households::{CreatePovertyStatus, DeletePovertyStatus},
            persons::ReadPersonsSensitive,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::{SortBy, SortKind},
};

pub(super) async fn list_poverty_statuses(
    access: Access<ReadPersonsSensitive>,
    Path(household_id): Path<HouseholdId>,
    list: List<HistoryFilter>,
) -> Result<Page<PovertyStatus>, Error> {
    access.one(access.row::<household::Entity>(household_id)).await?;
    let sort = SortBy::column(poverty_status::Column::EffectiveFromOn, SortKind::Date).descending(true);
    let rows = of_household(&access, household_id);
    let page = access.page::<_, poverty_status::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(PovertyStatus::from)))
}

pub(super) async fn create_poverty_status(
    access: Access<CreatePovertyStatus>,
    Path(household_id): Path<HouseholdId>,
    revision: Revision,
    new: Json<NewPovertyStatus>,
) -> Result<Created<PovertyStatus>, Error> {
    let work = async |tx: &_| commands::create(tx, &access, household_id, &new).await;
    access.change(&revision, &new, work).await.map(Created)
}

pub(super) async fn get_poverty_status(
    access: Access<ReadPersonsSensitive>,
    Path(ids): Path<(HouseholdId, PovertyStatusId)>,
) -> Result<Found<PovertyStatus>, Error> {
    Ok(Found::Read(access.one(one_of_household(&access, ids)).await?.into()))
}

pub(super) async fn delete_poverty_status(
    access: Access<DeletePovertyStatus>,
    Path(ids): Path<(HouseholdId, PovertyStatusId)>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, ids, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_poverty_status_history(
    access: Access<ReadPersonsSensitive>,
    Path(ids): Path<(HouseholdId, PovertyStatusId)>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(one_of_household(&access, ids)).await?;
    let history = crate::journal::queries::history::<ReadPersonsSensitive, PovertyStatus>;
    history(&access, ids.1.into(), &list).await.map(Page)
}
