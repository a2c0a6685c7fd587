//! One function per operation on groups.

use entity::{farmer_group, ids::GroupId};
use uuid::Uuid;

use super::{
    commands,
    messages::{Group, GroupFilter, GroupPatch, GroupSummary, NewGroup, OnDay},
    queries::{complete, group_on, standing},
};
use crate::{
    access::{
        Access,
        permission::groups::{CreateGroup, DeleteGroup, ReadGroups, UpdateGroup},
    },
    areas::messages::Removal,
    error::Error,
    group_chains::queries::chains_of,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
};

pub(super) async fn list_farmer_groups(
    access: Access<ReadGroups>,
    list: List<GroupFilter>,
) -> Result<Page<GroupSummary>, Error> {
    let day = list.filter.as_of.map_or_else(|| access.service().clock().today(), Into::into);
    let rows = access.rows::<farmer_group::Entity>().filter(list.filter.condition(day));
    let sort = list.filter.order(list.page.sort);
    let mut page = access.page(rows, &list.page, &sort, |select| standing(select, day)).await?;
    let ids: Vec<GroupId> = page.items.iter().map(|group: &GroupSummary| group.id).collect();
    let chains = chains_of(&access, ids.iter().copied()).await?;
    let ids: Vec<Uuid> = ids.into_iter().map(Into::into).collect();
    let editable = access.also::<UpdateGroup, farmer_group::Entity>(&ids).await?;
    let holds = |id: GroupId, permission| editable.contains(&id.into()) && access.caller().holds(permission);
    page.items = complete(page.items, chains, holds);
    Ok(Page(page))
}

pub(super) async fn get_farmer_group(
    access: Access<ReadGroups>,
    Path(id): Path<GroupId>,
    on: Query<OnDay>,
) -> Result<Found<Group>, Error> {
    let day = on.as_of.map_or_else(|| access.service().clock().today(), Into::into);
    let editable = access.also::<UpdateGroup, farmer_group::Entity>(&[id.into()]).await?;
    let holds = |permission| editable.contains(&id.into()) && access.caller().holds(permission);
    group_on(&access, access.row(id), day, holds).await.map(Found::Read)
}

pub(super) async fn create_farmer_group(
    access: Access<CreateGroup>,
    new: Json<NewGroup>,
) -> Result<Created<Group>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn update_farmer_group(
    access: Access<UpdateGroup>,
    Path(id): Path<GroupId>,
    revision: Revision,
    patch: MergePatch<GroupPatch>,
) -> Result<Found<Group>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_farmer_group(
    access: Access<DeleteGroup>,
    Path(id): Path<GroupId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_farmer_group_history(
    access: Access<ReadGroups>,
    Path(id): Path<GroupId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<farmer_group::Entity>(id)).await?;
    crate::journal::queries::history::<ReadGroups, Group>(&access, id.into(), &list).await.map(Page)
}
