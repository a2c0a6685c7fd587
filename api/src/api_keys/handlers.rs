//! One function per operation on keys of machine clients.

use entity::{api_key, ids::ApiKeyId};

use super::{
    commands,
    messages::{ApiKey, ApiKeyFilter, NewApiKey},
    queries::{Kept, kept, with_client},
};
use crate::{
    access::{
        Access,
        permission::clients::{CreateApiKey, ReadApiKeys, RevokeApiKey},
    },
    error::Error,
    http::{Created, Found, Json, List, Nothing, Page, Path, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
};

pub(super) async fn list_api_keys(
    access: Access<ReadApiKeys>,
    list: List<ApiKeyFilter>,
) -> Result<Page<ApiKey>, Error> {
    let now = access.service().clock().now();
    let rows = access.rows::<api_key::Entity>().filter(list.filter.condition(now));
    let sort = ApiKeyFilter::sort(list.page.sort);
    let page = access.page::<_, Kept>(rows, &list.page, &sort, with_client).await?;
    Ok(Page(page.map(|kept| ApiKey::of(kept, access.caller(), now))))
}

pub(super) async fn create_api_key(
    access: Access<CreateApiKey>,
    new: Json<NewApiKey>,
) -> Result<Created<ApiKey>, Error> {
    access.require_recent_sign_in()?;
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn get_api_key(
    access: Access<ReadApiKeys>,
    Path(id): Path<ApiKeyId>,
) -> Result<Found<ApiKey>, Error> {
    let kept = kept(&access, access.row::<api_key::Entity>(id)).await?;
    Ok(Found::Read(ApiKey::of(kept, access.caller(), access.service().clock().now())))
}

pub(super) async fn revoke_api_key(
    access: Access<RevokeApiKey>,
    Path(id): Path<ApiKeyId>,
    revision: Revision,
) -> Result<Found<ApiKey>, Error> {
    let work = async |tx: &_| commands::revoke(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn list_api_key_history(
    access: Access<ReadApiKeys>,
    Path(id): Path<ApiKeyId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<api_key::Entity>(id)).await?;
    crate::journal::queries::history::<ReadApiKeys, ApiKey>(&access, id.into(), &list).await.map(Page)
}
