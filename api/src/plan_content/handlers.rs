//! Versions over the wire.

use entity::{ids::PlanId, plan_version, production_plan};
use sea_orm::ColumnTrait;

use super::{
    messages::{PlanVersion, PlanVersionFilter},
    queries::{before, shown, version_of},
};
use crate::{
    access::{Access, permission::plans::ReadPlans},
    error::Error,
    http::{Computed, List, Ordinal, Page, Path},
    store::{Paged, SortBy},
};

pub(super) async fn list_plan_versions(
    access: Access<ReadPlans>,
    Path(id): Path<PlanId>,
    list: List<PlanVersionFilter>,
) -> Result<Page<PlanVersion>, Error> {
    access.one(access.row::<production_plan::Entity>(id)).await?;
    let rows = access.rows::<plan_version::Entity>().filter(plan_version::Column::PlanId.eq(id));
    let sort = SortBy::year(plan_version::Column::N).descending(true);
    let page: Paged<plan_version::Model> = access.page(rows, &list.page, &sort, |select| select).await?;
    let Paged { items, limit, next_cursor, total } = page;
    let before = before(&access, items.last()).await?;
    Ok(Page(Paged { items: shown(items, before.as_ref())?, limit, next_cursor, total }))
}

pub(super) async fn get_plan_version(
    access: Access<ReadPlans>,
    Path((id, Ordinal(n))): Path<(PlanId, Ordinal)>,
) -> Result<Computed<PlanVersion>, Error> {
    access.one(access.row::<production_plan::Entity>(id)).await?;
    let version = version_of(&access, (id, n)).await?;
    let before = before(&access, Some(&version)).await?;
    shown(vec![version], before.as_ref())?.pop().map(Computed).ok_or(Error::NotFound)
}
