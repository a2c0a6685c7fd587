//! One function per operation on minutes of acceptance.

use entity::{
    acceptance, grant_application,
    ids::{AcceptanceId, ApplicationId},
};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{Acceptance, AcceptanceFilter, FinalAcceptance, NewAcceptance},
};
use crate::{
    access::{
        Access,
        permission::grants::{AcceptApplication, CreateAcceptance, ReadApplications},
    },
    applications::messages::GrantApplication,
    error::Error,
    http::{Created, Found, Json, List, Page, Path, Revision},
    store::{Paged, SortBy, SortKind},
};

pub(super) async fn list_acceptances(
    access: Access<ReadApplications>,
    Path(id): Path<ApplicationId>,
    list: List<AcceptanceFilter>,
) -> Result<Page<Acceptance>, Error> {
    use acceptance::Column;
    let application = access.one(access.row::<grant_application::Entity>(id)).await?;
    let mut rows = access.rows::<acceptance::Entity>().filter(Column::ApplicationId.eq(id));
    if let Some(tranche) = list.filter.disbursement_id {
        rows = rows.filter(Column::DisbursementId.eq(tranche));
    }
    let sort = SortBy::column(Column::AcceptedOn, SortKind::Date).descending(list.page.sort.starts_with('-'));
    let page: Paged<acceptance::Model> = access.page(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(|row| Acceptance::of(row, &application))))
}

pub(super) async fn create_acceptance(
    access: Access<CreateAcceptance>,
    Path(id): Path<ApplicationId>,
    new: Json<NewAcceptance>,
) -> Result<Created<Acceptance>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, id, &new).await).await.map(Created)
}

pub(super) async fn get_acceptance(
    access: Access<ReadApplications>,
    Path((application_id, id)): Path<(ApplicationId, AcceptanceId)>,
) -> Result<Found<Acceptance>, Error> {
    let application = access.one(access.row::<grant_application::Entity>(application_id)).await?;
    let rows =
        access.row::<acceptance::Entity>(id).filter(acceptance::Column::ApplicationId.eq(application_id));
    let row = access.one(rows).await?;
    Ok(Found::Read(Acceptance::of(row, &application)))
}

pub(super) async fn accept_grant_application(
    access: Access<AcceptApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    new: Json<FinalAcceptance>,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::accept(tx, &access, id, &new).await;
    access.change(&revision, &new, work).await.map(Found::Changed)
}
