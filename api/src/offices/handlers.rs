//! One function per operation on offices.

use entity::{
    farmer_group, group_office,
    ids::{GroupId, OfficeId},
};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{NewOffice, OfficeEnd, OfficeFilter, OfficeHolding},
    queries::{complete, holdings, holdings_of},
};
use crate::{
    access::{
        Access,
        permission::{
            groups::{AppointOffice, EndOffice},
            memberships::ReadMemberships,
        },
    },
    areas::queries::holds_on,
    error::Error,
    http::{Created, Found, Json, List, Page, Path, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::{SortBy, SortKind},
};

pub(super) async fn list_offices(
    access: Access<ReadMemberships>,
    Path(group_id): Path<GroupId>,
    list: List<OfficeFilter>,
) -> Result<Page<OfficeHolding>, Error> {
    access.one(access.row::<farmer_group::Entity>(group_id)).await?;
    let day = list.filter.as_of.map_or_else(|| access.service().clock().today(), Into::into);
    let held = holds_on(group_office::Column::FromOn, group_office::Column::UntilOn, day);
    let rows = access.rows::<group_office::Entity>().filter(held);
    let sort = SortBy::column(group_office::Column::FromOn, SortKind::Date)
        .descending(list.page.sort.starts_with('-'));
    let rows = rows.filter(group_office::Column::GroupId.eq(group_id));
    Ok(Page(access.page(rows, &list.page, &sort, holdings).await?.map(complete)))
}

pub(super) async fn appoint_office(
    access: Access<AppointOffice>,
    Path(group_id): Path<GroupId>,
    revision: Revision,
    new: Json<NewOffice>,
) -> Result<Created<OfficeHolding>, Error> {
    let work = async |tx: &_| commands::appoint(tx, &access, group_id, &new).await;
    access.change(&revision, &new, work).await.map(Created)
}

pub(super) async fn get_office(
    access: Access<ReadMemberships>,
    Path((group_id, id)): Path<(GroupId, OfficeId)>,
) -> Result<Found<OfficeHolding>, Error> {
    let rows = access.row::<group_office::Entity>(id).filter(group_office::Column::GroupId.eq(group_id));
    holdings_of(&access, rows).await?.into_iter().next().map(Found::Read).ok_or(Error::NotFound)
}

pub(super) async fn end_office(
    access: Access<EndOffice>,
    Path(ids): Path<(GroupId, OfficeId)>,
    revision: Revision,
    ending: Json<OfficeEnd>,
) -> Result<Found<OfficeHolding>, Error> {
    let work = async |tx: &_| commands::end(tx, &access, ids, &ending).await;
    access.change(&revision, &ending, work).await.map(Found::Changed)
}

pub(super) async fn list_office_history(
    access: Access<ReadMemberships>,
    Path((group_id, id)): Path<(GroupId, OfficeId)>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    let rows = access.row::<group_office::Entity>(id).filter(group_office::Column::GroupId.eq(group_id));
    access.one(rows).await?;
    crate::journal::queries::history::<ReadMemberships, OfficeHolding>(&access, id.into(), &list)
        .await
        .map(Page)
}
