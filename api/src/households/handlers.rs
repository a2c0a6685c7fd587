//! One function per operation on households.

use entity::{household, ids::HouseholdId};

use super::{
    commands,
    messages::{
        AsOf, Household, HouseholdFilter, HouseholdMove, HouseholdPatch, HouseholdSummary, NewHousehold,
    },
    queries,
};
use crate::{
    access::{
        Access,
        permission::households::{
            CreateHousehold, DeleteHousehold, MoveHousehold, ReadHouseholds, UpdateHousehold,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::Paged,
};

pub(super) async fn list_households(
    access: Access<ReadHouseholds>,
    list: List<HouseholdFilter>,
) -> Result<Page<HouseholdSummary>, Error> {
    let day = list.filter.as_of.map_or_else(|| access.service().clock().today(), Into::into);
    let rows = list.filter.narrow(&access, day)?;
    let sort = HouseholdFilter::sort(list.page.sort);
    let page = access.page::<_, household::Model>(rows, &list.page, &sort, |select| select).await?;
    let Paged { items, limit, next_cursor, total } = page;
    Ok(Page(Paged { items: queries::summaries(&access, items, day).await?, limit, next_cursor, total }))
}

pub(super) async fn create_household(
    access: Access<CreateHousehold>,
    new: Json<NewHousehold>,
) -> Result<Created<Household>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn get_household(
    access: Access<ReadHouseholds>,
    Path(id): Path<HouseholdId>,
    asked: Query<AsOf>,
) -> Result<Found<Household>, Error> {
    let row = access.one(access.row::<household::Entity>(id)).await?;
    queries::view(&access, row, asked.as_of.map(Into::into)).await.map(Found::Read)
}

pub(super) async fn update_household(
    access: Access<UpdateHousehold>,
    Path(id): Path<HouseholdId>,
    revision: Revision,
    patch: MergePatch<HouseholdPatch>,
) -> Result<Found<Household>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_household(
    access: Access<DeleteHousehold>,
    Path(id): Path<HouseholdId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_household_history(
    access: Access<ReadHouseholds>,
    Path(id): Path<HouseholdId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<household::Entity>(id)).await?;
    crate::journal::queries::history::<ReadHouseholds, Household>(&access, id.into(), &list).await.map(Page)
}

pub(super) async fn move_household(
    access: Access<MoveHousehold>,
    Path(id): Path<HouseholdId>,
    revision: Revision,
    to: Json<HouseholdMove>,
) -> Result<Found<Household>, Error> {
    let work = async |tx: &_| commands::relocate(tx, &access, id, &to).await;
    access.change(&revision, &to, work).await.map(Found::Changed)
}
