//! The list of what came late in a reporting period.

use entity::{ids::ReportingPeriodId, journal_entry, late_fact, reporting_period};
use sea_orm::{ColumnTrait, Condition, EntityTrait, JoinType, QuerySelect, Select};

use super::messages::{LateFact, LateFactFilter};
use crate::{
    access::{Access, permission::reporting_periods::ReadLateFacts},
    error::Error,
    http::{List, Page, Path},
    store::{Paged, SortBy, SortKind},
};

pub(super) async fn list_late_facts(
    access: Access<ReadLateFacts>,
    Path(id): Path<ReportingPeriodId>,
    list: List<LateFactFilter>,
) -> Result<Page<LateFact>, Error> {
    use late_fact::Column;
    access.one(access.row::<reporting_period::Entity>(id)).await?;
    let LateFactFilter { resource, late_reason } = &list.filter;
    let reasons = late_reason.as_ref().map(|all| Column::Reason.is_in(all.as_slice().iter().copied()));
    let about = resource.as_ref().map(|kind| {
        use sea_orm::{QueryFilter as _, QueryTrait as _};
        let entries = journal_entry::Entity::find().select_only().column(journal_entry::Column::Id);
        Column::EntryId
            .in_subquery(entries.filter(journal_entry::Column::Resource.eq(kind.as_ref())).into_query())
    });
    let rows = access
        .rows::<late_fact::Entity>()
        .filter(Column::PeriodId.eq(id))
        .filter(Condition::all().add_option(reasons).add_option(about));
    // Ids of entries are in the order of time.
    let sort = SortBy::column(Column::EntryId, SortKind::Id).descending(list.page.sort.starts_with('-'));
    let page: Paged<LateFact> = access.page(rows, &list.page, &sort, told).await?;
    Ok(Page(page))
}

fn told(select: Select<late_fact::Entity>) -> Select<late_fact::Entity> {
    use journal_entry::Column;
    let entry =
        late_fact::Entity::belongs_to(journal_entry::Entity).from(late_fact::Column::EntryId).to(Column::Id);
    select
        .join(JoinType::InnerJoin, entry.into())
        .column_as(late_fact::Column::EntryId, "id")
        .column_as(late_fact::Column::Reason, "late_reason")
        .column_as(Column::At, "occurred_at")
        .columns([Column::Resource, Column::ResourceId, Column::Version, Column::Action])
}
