//! One function per operation on contributions.

use entity::{
    contribution_entry, grant_application,
    ids::{ApplicationId, ContributionId},
};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{Contribution, ContributionFilter, NewContribution},
};
use crate::{
    access::{
        Access,
        permission::grants::{CreateContribution, DeleteContribution, ReadApplications},
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::{Paged, SortBy, SortKind},
};

pub(super) async fn list_contributions(
    access: Access<ReadApplications>,
    Path(id): Path<ApplicationId>,
    list: List<ContributionFilter>,
) -> Result<Page<Contribution>, Error> {
    use contribution_entry::Column;
    let application = access.one(access.row::<grant_application::Entity>(id)).await?;
    let mut rows = access.rows::<contribution_entry::Entity>().filter(Column::ApplicationId.eq(id));
    if let Some(kinds) = &list.filter.kind {
        rows = rows.filter(Column::Kind.is_in(kinds.as_slice().iter().copied()));
    }
    let sort = SortBy::column(Column::GivenOn, SortKind::Date).descending(list.page.sort.starts_with('-'));
    let page: Paged<contribution_entry::Model> =
        access.page(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(|row| Contribution::of(row, &application))))
}

pub(super) async fn create_contribution(
    access: Access<CreateContribution>,
    Path(id): Path<ApplicationId>,
    new: Json<NewContribution>,
) -> Result<Created<Contribution>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, id, &new).await).await.map(Created)
}

pub(super) async fn get_contribution(
    access: Access<ReadApplications>,
    Path((application_id, id)): Path<(ApplicationId, ContributionId)>,
) -> Result<Found<Contribution>, Error> {
    let application = access.one(access.row::<grant_application::Entity>(application_id)).await?;
    let rows = access
        .row::<contribution_entry::Entity>(id)
        .filter(contribution_entry::Column::ApplicationId.eq(application_id));
    let row = access.one(rows).await?;
    Ok(Found::Read(Contribution::of(row, &application)))
}

pub(super) async fn delete_contribution(
    access: Access<DeleteContribution>,
    Path(ids): Path<(ApplicationId, ContributionId)>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, ids, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_contribution_history(
    access: Access<ReadApplications>,
    Path((application_id, id)): Path<(ApplicationId, ContributionId)>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    let rows = access
        .row::<contribution_entry::Entity>(id)
        .filter(contribution_entry::Column::ApplicationId.eq(application_id));
    access.one(rows).await?;
    crate::journal::queries::history::<ReadApplications, Contribution>(&access, id.into(), &list)
        .await
        .map(Page)
}
