//! One function per operation on appraisals.

use entity::{
    appraisal, grant_application, grant_call,
    ids::{ApplicationId, CallId},
};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{Appraisal, AppraisalFilter, NewAppraisal, Ranking},
    queries::ranking_of,
};
use crate::{
    access::{
        Access,
        permission::grants::{CreateAppraisal, ReadApplications},
    },
    error::Error,
    http::{Computed, Created, Json, List, Page, Path},
    store::{Paged, SortBy, SortKind},
};

pub(super) async fn list_grant_appraisals(
    access: Access<ReadApplications>,
    Path(id): Path<ApplicationId>,
    list: List<AppraisalFilter>,
) -> Result<Page<Appraisal>, Error> {
    let application = access.one(access.row::<grant_application::Entity>(id)).await?;
    let rows = access.rows::<appraisal::Entity>().filter(appraisal::Column::ApplicationId.eq(id));
    let sort = SortBy::column(appraisal::Column::Id, SortKind::Id);
    let page: Paged<appraisal::Model> = access.page(rows, &list.page, &sort, |select| select).await?;
    let place = (application.commune_id, application.group_id);
    let items = page.items.into_iter().map(|row| Appraisal::of(row, place)).collect::<Result<_, _>>()?;
    Ok(Page(Paged { items, limit: page.limit, next_cursor: page.next_cursor, total: page.total }))
}

pub(super) async fn create_grant_appraisal(
    access: Access<CreateAppraisal>,
    Path(id): Path<ApplicationId>,
    new: Json<NewAppraisal>,
) -> Result<Created<Appraisal>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, id, &new).await).await.map(Created)
}

pub(super) async fn get_grant_call_ranking(
    access: Access<ReadApplications>,
    Path(id): Path<CallId>,
) -> Result<Computed<Ranking>, Error> {
    let call = access.one(access.row::<grant_call::Entity>(id)).await?;
    access.at_one_instant(async |instant| ranking_of(&access, instant, &call).await).await.map(Computed)
}
