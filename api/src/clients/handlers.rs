//! One function per operation on machine clients.

use entity::{api_client, ids::ClientId};

use super::{
    commands,
    messages::{ApiClient, ApiClientFilter, ApiClientPatch, NewApiClient},
};
use crate::{
    access::{
        Access, ClientSecret,
        permission::clients::{
            CreateApiClient, ReadApiClients, RevokeApiClient, RotateApiClientSecret, UpdateApiClient,
        },
    },
    error::Error,
    http::{Created, Found, Json, List, MergePatch, Nothing, Page, Path, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
};

pub(super) async fn list_api_clients(
    access: Access<ReadApiClients>,
    list: List<ApiClientFilter>,
) -> Result<Page<ApiClient>, Error> {
    let now = access.service().clock().now();
    let rows = access.rows::<api_client::Entity>().filter(list.filter.condition(now));
    let sort = ApiClientFilter::sort(list.page.sort);
    let page = access.page::<_, api_client::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(|row| ApiClient::of(row, access.caller(), now))))
}

pub(super) async fn create_api_client(
    access: Access<CreateApiClient>,
    new: Json<NewApiClient>,
) -> Result<Created<ApiClient>, Error> {
    access.require_recent_sign_in()?;
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn get_api_client(
    access: Access<ReadApiClients>,
    Path(id): Path<ClientId>,
) -> Result<Found<ApiClient>, Error> {
    let row = access.one(access.row::<api_client::Entity>(id)).await?;
    Ok(Found::Read(ApiClient::of(row, access.caller(), access.service().clock().now())))
}

pub(super) async fn update_api_client(
    access: Access<UpdateApiClient>,
    Path(id): Path<ClientId>,
    revision: Revision,
    patch: MergePatch<ApiClientPatch>,
) -> Result<Found<ApiClient>, Error> {
    access.require_recent_sign_in()?;
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn rotate_api_client_secret(
    access: Access<RotateApiClientSecret>,
    Path(id): Path<ClientId>,
    revision: Revision,
) -> Result<Found<ApiClient>, Error> {
    access.require_recent_sign_in()?;
    let secret = ClientSecret::generate();
    let work = async |tx: &_| commands::rotate_secret(tx, &access, id, &secret).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn revoke_api_client(
    access: Access<RevokeApiClient>,
    Path(id): Path<ClientId>,
    revision: Revision,
) -> Result<Found<ApiClient>, Error> {
    let work = async |tx: &_| commands::revoke(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn list_api_client_history(
    access: Access<ReadApiClients>,
    Path(id): Path<ClientId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<api_client::Entity>(id)).await?;
    crate::journal::queries::history::<ReadApiClients, ApiClient>(&access, id.into(), &list).await.map(Page)
}
