//! The one operation on project communes.

use entity::{area, project_commune};

use super::{
    messages::{ProjectCommune, ProjectCommuneFilter},
    queries::{shown, within},
};
use crate::{
    access::{Access, permission::ocop::ReadOcopProducts},
    error::Error,
    http::{List, Page},
    store::{SortBy, SortKind},
};

pub(super) async fn list_project_communes(
    access: Access<ReadOcopProducts>,
    list: List<ProjectCommuneFilter>,
) -> Result<Page<ProjectCommune>, Error> {
    let day = list.filter.as_of.map_or_else(|| access.service().clock().today(), Into::into);
    let rows = access.rows::<project_commune::Entity>().filter(within(access.reach()));
    let rows = rows.filter(list.filter.condition(day));
    let sort = SortBy::column(area::Column::SortKey, SortKind::Text);
    let page = access.page(rows, &list.page, &sort, |select| shown(select, day)).await?;
    Ok(Page::<ProjectCommune>(page))
}
