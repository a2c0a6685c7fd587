//! One function per operation on screenings.

use entity::{grant_application, ids::ApplicationId, screening_result};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{ResultFilter, Screening, ScreeningResult},
};
use crate::{
    access::{
        Access,
        permission::grants::{
            FailScreening, PassScreening, ReadApplications, ReturnApplication, StartScreening,
        },
    },
    applications::messages::GrantApplication,
    decisions::messages::Because,
    error::Error,
    http::{Found, Json, List, Nothing, Page, Path, Revision},
};

pub(super) async fn start_screening_grant_application(
    access: Access<StartScreening>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::start(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn pass_screening_grant_application(
    access: Access<PassScreening>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    screening: Json<Screening>,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::pass(tx, &access, id, &screening).await;
    access.change(&revision, &screening, work).await.map(Found::Changed)
}

pub(super) async fn fail_screening_grant_application(
    access: Access<FailScreening>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    screening: Json<Screening>,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::fail(tx, &access, id, &screening).await;
    access.change(&revision, &screening, work).await.map(Found::Changed)
}

pub(super) async fn return_grant_application(
    access: Access<ReturnApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    because: Json<Because>,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::give_back(tx, &access, id, because.reason.as_ref()).await;
    access.change(&revision, &because, work).await.map(Found::Changed)
}

pub(super) async fn list_screening_results(
    access: Access<ReadApplications>,
    Path(id): Path<ApplicationId>,
    list: List<ResultFilter>,
) -> Result<Page<ScreeningResult>, Error> {
    access.one(access.row::<grant_application::Entity>(id)).await?;
    let rows =
        access.rows::<screening_result::Entity>().filter(screening_result::Column::ApplicationId.eq(id));
    let mut found = access.all(rows).await?;
    found.sort_by(|one, other| (one.n, &one.criterion).cmp(&(other.n, &other.criterion)));
    let page = access.page_of_parts(found, &list.page, |one| format!("{} {}", one.n, one.criterion))?;
    Ok(Page(page.map(Into::into)))
}
