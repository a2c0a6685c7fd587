//! One function per operation on periods of groups.

use entity::{farmer_group, group_period, ids::GroupId};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{Activation, Conversion, GroupPeriod, PeriodFilter, Relocation, Suspension},
};
use crate::{
    access::{
        Access,
        permission::groups::{ActivateGroup, ConvertGroup, MoveGroup, ReadGroups, ResumeGroup, SuspendGroup},
    },
    error::Error,
    groups::messages::Group,
    http::{Found, Json, List, Page, Path, Revision},
    store::{SortBy, SortKind},
};

pub(super) async fn list_group_periods(
    access: Access<ReadGroups>,
    Path(group_id): Path<GroupId>,
    list: List<PeriodFilter>,
) -> Result<Page<GroupPeriod>, Error> {
    access.one(access.row::<farmer_group::Entity>(group_id)).await?;
    let rows = access.rows::<group_period::Entity>().filter(group_period::Column::GroupId.eq(group_id));
    let sort = SortBy::column(group_period::Column::FromOn, SortKind::Date)
        .descending(list.page.sort.starts_with('-'));
    let page = access.page::<_, group_period::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(GroupPeriod::from)))
}

pub(super) async fn activate_farmer_group(
    access: Access<ActivateGroup>,
    Path(id): Path<GroupId>,
    revision: Revision,
    body: Json<Activation>,
) -> Result<Found<Group>, Error> {
    let work = async |tx: &_| commands::activate(tx, &access, id, body.from_on.into()).await;
    access.change(&revision, &body, work).await.map(Found::Changed)
}

pub(super) async fn suspend_farmer_group(
    access: Access<SuspendGroup>,
    Path(id): Path<GroupId>,
    revision: Revision,
    body: Json<Suspension>,
) -> Result<Found<Group>, Error> {
    let work = async |tx: &_| commands::suspend(tx, &access, id, &body).await;
    access.change(&revision, &body, work).await.map(Found::Changed)
}

pub(super) async fn resume_farmer_group(
    access: Access<ResumeGroup>,
    Path(id): Path<GroupId>,
    revision: Revision,
    body: Json<Activation>,
) -> Result<Found<Group>, Error> {
    let work = async |tx: &_| commands::resume(tx, &access, id, body.from_on.into()).await;
    access.change(&revision, &body, work).await.map(Found::Changed)
}

pub(super) async fn convert_farmer_group(
    access: Access<ConvertGroup>,
    Path(id): Path<GroupId>,
    revision: Revision,
    body: Json<Conversion>,
) -> Result<Found<Group>, Error> {
    let work = async |tx: &_| commands::convert(tx, &access, id, &body).await;
    access.change(&revision, &body, work).await.map(Found::Changed)
}

pub(super) async fn move_farmer_group(
    access: Access<MoveGroup>,
    Path(id): Path<GroupId>,
    revision: Revision,
    body: Json<Relocation>,
) -> Result<Found<Group>, Error> {
    let work = async |tx: &_| commands::relocate(tx, &access, id, &body).await;
    access.change(&revision, &body, work).await.map(Found::Changed)
}
