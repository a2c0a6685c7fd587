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
};

pub(super) async fn list_grant_application_versions(
    access: Access<ReadApplications>,
    Path(id): Path<ApplicationId>,
    list: List<VersionFilter>,
) -> Result<Page<ApplicationVersion>, Error> {
    access.one(access.row::<grant_application::Entity>(id)).await?;
    let all = versions_of(&access, id).await?;
    access.page_of_parts(all, &list.page, |version| version.n.to_string()).map(Page)
}
