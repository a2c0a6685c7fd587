//! One function per operation on notices.

use entity::{
    farmer_group, group_notice,
    ids::{GroupId, NoticeId},
};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{NewNotice, Notice, NoticeFilter, NoticePatch},
    queries::views,
};
use crate::{
    access::{
        Access,
        permission::groups::{CreateNotice, ReadGroups, UpdateNotice},
    },
    error::Error,
    http::{Created, Found, Json, List, MergePatch, Page, Path, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::{Paged, SortBy, SortKind},
};

pub(super) async fn list_notices(
    access: Access<ReadGroups>,
    Path(group_id): Path<GroupId>,
    list: List<NoticeFilter>,
) -> Result<Page<Notice>, Error> {
    access.one(access.row::<farmer_group::Entity>(group_id)).await?;
    let mut rows = access.rows::<group_notice::Entity>().filter(group_notice::Column::GroupId.eq(group_id));
    if let Some(is_sent) = list.filter.is_sent {
        let sent = group_notice::Column::SentOn;
        rows = rows.filter(if is_sent { sent.is_not_null() } else { sent.is_null() });
    }
    let sort = SortBy::column(group_notice::Column::SignedOn, SortKind::Date)
        .descending(list.page.sort.starts_with('-'));
    let page: Paged<group_notice::Model> = access.page(rows, &list.page, &sort, |select| select).await?;
    let items = views(&access, page.items, access.service().clock().today()).await?;
    Ok(Page(Paged { items, limit: page.limit, next_cursor: page.next_cursor, total: page.total }))
}

pub(super) async fn create_notice(
    access: Access<CreateNotice>,
    Path(group_id): Path<GroupId>,
    new: Json<NewNotice>,
) -> Result<Created<Notice>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, group_id, &new).await).await.map(Created)
}

pub(super) async fn get_notice(
    access: Access<ReadGroups>,
    Path((group_id, id)): Path<(GroupId, NoticeId)>,
) -> Result<Found<Notice>, Error> {
    let rows = access.row::<group_notice::Entity>(id).filter(group_notice::Column::GroupId.eq(group_id));
    let row = access.one(rows).await?;
    let found = views(&access, vec![row], access.service().clock().today()).await?;
    found.into_iter().next().map(Found::Read).ok_or(Error::NotFound)
}

pub(super) async fn update_notice(
    access: Access<UpdateNotice>,
    Path(ids): Path<(GroupId, NoticeId)>,
    revision: Revision,
    patch: MergePatch<NoticePatch>,
) -> Result<Found<Notice>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, ids, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn list_notice_history(
    access: Access<ReadGroups>,
    Path((group_id, id)): Path<(GroupId, NoticeId)>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    let rows = access.row::<group_notice::Entity>(id).filter(group_notice::Column::GroupId.eq(group_id));
    access.one(rows).await?;
    crate::journal::queries::history::<ReadGroups, Notice>(&access, id.into(), &list).await.map(Page)
}
