//! Versions over the wire.

use entity::{grant_application, ids::ApplicationId};

use super::{
    messages::{ApplicationVersion, VersionFilter},
    queries::versions_of,
};
use crate::{
    access::{Access, permission::grants::ReadApplications},
    error::Error,
    http::{List, Page, Path},
    store::Paged,
};

pub(super) async fn list_grant_application_versions(
    access: Access<ReadApplications>,
    Path(id): Path<ApplicationId>,
    list: List<VersionFilter>,
) -> Result<Page<ApplicationVersion>, Error> {
    access.one(access.row::<grant_application::Entity>(id)).await?;
    let all = versions_of(&access, id).await?;
    let total = all.len() as u64;
    let limit = usize::try_from(list.page.limit).map_err(Error::internal)?;
    let total = list.page.include_total.then_some(total);
    let items = all.into_iter().take(limit).collect();
    Ok(Page(Paged { items, limit: list.page.limit, next_cursor: None, total }))
}
