//! One function per operation on applications.

use entity::{grant_application, ids::ApplicationId};

use super::{
    commands,
    messages::{
        GrantApplication, GrantApplicationFilter, GrantApplicationPatch, GrantApplicationSummary,
        NewGrantApplication,
    },
    queries::{Reached, application_of, named, order},
};
use crate::{
    access::{
        Access,
        permission::grants::{
            CreateApplication, DeleteApplication, ReadApplications, SubmitApplication, UpdateApplication,
            WithdrawApplication,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{
        Created, Found, Json, List, MergePatch, NoContent, Nothing, Page, Path, Query, Revision, etag_of,
    },
    journal::messages::{HistoryEntry, HistoryFilter},
};

pub(super) async fn list_grant_applications(
    access: Access<ReadApplications>,
    list: List<GrantApplicationFilter>,
) -> Result<Page<GrantApplicationSummary>, Error> {
    let rows = access.rows::<grant_application::Entity>().filter(list.filter.condition());
    let page = access.page(rows, &list.page, &order(list.page.sort), named).await?;
    let ids: Vec<ApplicationId> = page.items.iter().map(|item: &GrantApplicationSummary| item.id).collect();
    let reached = Reached::of(&access, &ids).await?;
    Ok(Page(page.map(|item| GrantApplicationSummary {
        allowed_actions: reached.steps(item.id, item.status),
        etag: etag_of(item.version),
        ..item
    })))
}

pub(super) async fn get_grant_application(
    access: Access<ReadApplications>,
    Path(id): Path<ApplicationId>,
) -> Result<Found<GrantApplication>, Error> {
    let reached = Reached::of(&access, &[id]).await?;
    application_of(&access, access.row(id), |permission| reached.holds(id, permission)).await.map(Found::Read)
}

pub(super) async fn create_grant_application(
    access: Access<CreateApplication>,
    new: Json<NewGrantApplication>,
) -> Result<Created<GrantApplication>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn update_grant_application(
    access: Access<UpdateApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    patch: MergePatch<GrantApplicationPatch>,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch.content).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_grant_application(
    access: Access<DeleteApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn submit_grant_application(
    access: Access<SubmitApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::submit(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn withdraw_grant_application(
    access: Access<WithdrawApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::withdraw(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn list_grant_application_history(
    access: Access<ReadApplications>,
    Path(id): Path<ApplicationId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<grant_application::Entity>(id)).await?;
    crate::journal::queries::history::<ReadApplications, GrantApplication>(&access, id.into(), &list)
        .await
        .map(Page)
}
