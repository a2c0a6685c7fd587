//! One function per operation on reporting periods.

use entity::{ids::ReportingPeriodId, reporting_period};

use super::{
    commands,
    messages::{NewReportingPeriod, ReportingPeriod, ReportingPeriodFilter, ReportingPeriodReason},
};
use crate::{
    access::{
        Access,
        permission::reporting_periods::{
            ApproveReportingPeriod, CreateReportingPeriod, DeleteReportingPeriod, LockReportingPeriod,
            ReadReportingPeriods, ReopenReportingPeriod, ReturnReportingPeriod, SubmitReportingPeriod,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, NoContent, Nothing, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
};

pub(super) async fn list_reporting_periods(
    access: Access<ReadReportingPeriods>,
    list: List<ReportingPeriodFilter>,
) -> Result<Page<ReportingPeriod>, Error> {
    let rows = access.rows::<reporting_period::Entity>().filter(list.filter.condition());
    let sort = ReportingPeriodFilter::sort(list.page.sort);
    let page = access.page::<_, reporting_period::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(|row| ReportingPeriod::of(row, access.caller()))))
}

pub(super) async fn create_reporting_period(
    access: Access<CreateReportingPeriod>,
    new: Json<NewReportingPeriod>,
) -> Result<Created<ReportingPeriod>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn get_reporting_period(
    access: Access<ReadReportingPeriods>,
    Path(id): Path<ReportingPeriodId>,
) -> Result<Found<ReportingPeriod>, Error> {
    let row = access.one(access.row::<reporting_period::Entity>(id)).await?;
    Ok(Found::Read(ReportingPeriod::of(row, access.caller())))
}

pub(super) async fn delete_reporting_period(
    access: Access<DeleteReportingPeriod>,
    Path(id): Path<ReportingPeriodId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn submit_reporting_period(
    access: Access<SubmitReportingPeriod>,
    Path(id): Path<ReportingPeriodId>,
    revision: Revision,
) -> Result<Found<ReportingPeriod>, Error> {
    let work = async |tx: &_| commands::submit(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn return_reporting_period(
    access: Access<ReturnReportingPeriod>,
    Path(id): Path<ReportingPeriodId>,
    revision: Revision,
    body: Json<ReportingPeriodReason>,
) -> Result<Found<ReportingPeriod>, Error> {
    let work = async |tx: &_| commands::give_back(tx, &access, id, &body).await;
    access.change(&revision, &body, work).await.map(Found::Changed)
}

pub(super) async fn approve_reporting_period(
    access: Access<ApproveReportingPeriod>,
    Path(id): Path<ReportingPeriodId>,
    revision: Revision,
) -> Result<Found<ReportingPeriod>, Error> {
    let work = async |tx: &_| commands::approve(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn lock_reporting_period(
    access: Access<LockReportingPeriod>,
    Path(id): Path<ReportingPeriodId>,
    revision: Revision,
) -> Result<Found<ReportingPeriod>, Error> {
    let work = async |tx: &_| commands::lock(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn reopen_reporting_period(
    access: Access<ReopenReportingPeriod>,
    Path(id): Path<ReportingPeriodId>,
    revision: Revision,
    body: Json<ReportingPeriodReason>,
) -> Result<Found<ReportingPeriod>, Error> {
    let work = async |tx: &_| commands::reopen(tx, &access, id, &body).await;
    access.change(&revision, &body, work).await.map(Found::Changed)
}

pub(super) async fn list_reporting_period_history(
    access: Access<ReadReportingPeriods>,
    Path(id): Path<ReportingPeriodId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<reporting_period::Entity>(id)).await?;
    crate::journal::queries::history::<ReadReportingPeriods, ReportingPeriod>(&access, id.into(), &list)
        .await
        .map(Page)
}
