//! One function per operation on calls.

use entity::{
    grant_call,
    ids::{AllotmentId, CallId},
};

use super::{
    commands,
    messages::{AllotmentPatch, GrantCall, GrantCallFilter, GrantCallPatch, GrantCallSummary, NewGrantCall},
    queries::{beyond, call_of, order},
    workflow::{STEPS, status_at},
};
use crate::{
    access::{
        Access,
        permission::calls::{
            ArchiveCall, CloseCall, CreateCall, DeleteCall, OpenCall, ReadCalls, UpdateAllotment, UpdateCall,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{
        Created, Found, Json, List, MergePatch, NoContent, Nothing, Page, Path, Query, Revision, etag_of,
    },
    journal::messages::{HistoryEntry, HistoryFilter},
    workflow::open,
};

pub(super) async fn list_grant_calls(
    access: Access<ReadCalls>,
    list: List<GrantCallFilter>,
) -> Result<Page<GrantCallSummary>, Error> {
    let now = access.service().clock().now();
    let rows = access.rows::<grant_call::Entity>().filter(list.filter.condition(now));
    let page = access.page(rows, &list.page, &order(list.page.sort), |select| select).await?;
    let ids: Vec<CallId> = page.items.iter().map(|call: &GrantCallSummary| call.id).collect();
    let beyond = beyond(&access, &ids).await?;
    Ok(Page(page.map(|call: GrantCallSummary| {
        let holds = |permission| !beyond.contains(&call.id) && access.caller().holds(permission);
        let status = status_at(call.status, call.closes_at.utc(), now);
        let etag = etag_of(call.version);
        GrantCallSummary { status, etag, allowed_actions: open(STEPS, status, holds), ..call }
    })))
}

pub(super) async fn get_grant_call(
    access: Access<ReadCalls>,
    Path(id): Path<CallId>,
) -> Result<Found<GrantCall>, Error> {
    let now = access.service().clock().now();
    let beyond = beyond(&access, &[id]).await?;
    let holds = |permission| beyond.is_empty() && access.caller().holds(permission);
    call_of(&access, access.row(id), now, holds).await.map(Found::Read)
}

pub(super) async fn create_grant_call(
    access: Access<CreateCall>,
    new: Json<NewGrantCall>,
) -> Result<Created<GrantCall>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn update_grant_call(
    access: Access<UpdateCall>,
    Path(id): Path<CallId>,
    revision: Revision,
    patch: MergePatch<GrantCallPatch>,
) -> Result<Found<GrantCall>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_grant_call(
    access: Access<DeleteCall>,
    Path(id): Path<CallId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn open_grant_call(
    access: Access<OpenCall>,
    Path(id): Path<CallId>,
    revision: Revision,
) -> Result<Found<GrantCall>, Error> {
    let work = async |tx: &_| super::commands::open(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn close_grant_call(
    access: Access<CloseCall>,
    Path(id): Path<CallId>,
    revision: Revision,
) -> Result<Found<GrantCall>, Error> {
    let work = async |tx: &_| commands::close(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn archive_grant_call(
    access: Access<ArchiveCall>,
    Path(id): Path<CallId>,
    revision: Revision,
) -> Result<Found<GrantCall>, Error> {
    let work = async |tx: &_| commands::archive(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn update_call_allotment(
    access: Access<UpdateAllotment>,
    Path(ids): Path<(CallId, AllotmentId)>,
    revision: Revision,
    patch: MergePatch<AllotmentPatch>,
) -> Result<Found<GrantCall>, Error> {
    let work = async |tx: &_| commands::resize(tx, &access, ids, patch.limit_vnd.get()).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn list_grant_call_history(
    access: Access<ReadCalls>,
    Path(id): Path<CallId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<grant_call::Entity>(id)).await?;
    crate::journal::queries::history::<ReadCalls, GrantCall>(&access, id.into(), &list).await.map(Page)
}
