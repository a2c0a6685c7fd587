//! One function per operation on fiscal years.

use entity::{
    fiscal_period, fund,
    ids::{FiscalPeriodId, FundId},
};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{FiscalPeriod, FiscalPeriodFilter, NewFiscalPeriod, PeriodReturn},
};
use crate::{
    access::{
        Access,
        permission::funds::{
            CloseFiscalPeriod, CreateFiscalPeriod, ReadFunds, ReturnFiscalPeriod, SubmitFiscalPeriod,
        },
    },
    error::Error,
    http::{Created, Found, Json, List, Nothing, Page, Path, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::SortBy,
};

pub(super) async fn list_fiscal_periods(
    access: Access<ReadFunds>,
    Path(fund_id): Path<FundId>,
    list: List<FiscalPeriodFilter>,
) -> Result<Page<FiscalPeriod>, Error> {
    access.one(access.row::<fund::Entity>(fund_id)).await?;
    let rows = access.rows::<fiscal_period::Entity>().filter(fiscal_period::Column::FundId.eq(fund_id));
    let sort = SortBy::year(fiscal_period::Column::Year).descending(list.page.sort.starts_with('-'));
    let page = access.page::<_, fiscal_period::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(|row| FiscalPeriod::of(row, access.caller()))))
}

pub(super) async fn create_fiscal_period(
    access: Access<CreateFiscalPeriod>,
    Path(fund_id): Path<FundId>,
    new: Json<NewFiscalPeriod>,
) -> Result<Created<FiscalPeriod>, Error> {
    access.require_whole_province()?;
    access.write(&new, async |tx| commands::create(tx, &access, fund_id, &new).await).await.map(Created)
}

pub(super) async fn get_fiscal_period(
    access: Access<ReadFunds>,
    Path((fund_id, id)): Path<(FundId, FiscalPeriodId)>,
) -> Result<Found<FiscalPeriod>, Error> {
    let rows = access.row::<fiscal_period::Entity>(id).filter(fiscal_period::Column::FundId.eq(fund_id));
    Ok(Found::Read(FiscalPeriod::of(access.one(rows).await?, access.caller())))
}

pub(super) async fn submit_fiscal_period(
    access: Access<SubmitFiscalPeriod>,
    Path(ids): Path<(FundId, FiscalPeriodId)>,
    revision: Revision,
) -> Result<Found<FiscalPeriod>, Error> {
    access.require_whole_province()?;
    let work = async |tx: &_| commands::submit(tx, &access, ids).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn return_fiscal_period(
    access: Access<ReturnFiscalPeriod>,
    Path(ids): Path<(FundId, FiscalPeriodId)>,
    revision: Revision,
    body: Json<PeriodReturn>,
) -> Result<Found<FiscalPeriod>, Error> {
    access.require_whole_province()?;
    let work = async |tx: &_| commands::give_back(tx, &access, ids, &body).await;
    access.change(&revision, &body, work).await.map(Found::Changed)
}

pub(super) async fn close_fiscal_period(
    access: Access<CloseFiscalPeriod>,
    Path(ids): Path<(FundId, FiscalPeriodId)>,
    revision: Revision,
) -> Result<Found<FiscalPeriod>, Error> {
    access.require_whole_province()?;
    let work = async |tx: &_| commands::close(tx, &access, ids).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn list_fiscal_period_history(
    access: Access<ReadFunds>,
    Path((fund_id, id)): Path<(FundId, FiscalPeriodId)>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    let rows = access.row::<fiscal_period::Entity>(id).filter(fiscal_period::Column::FundId.eq(fund_id));
    access.one(rows).await?;
    crate::journal::queries::history::<ReadFunds, FiscalPeriod>(&access, id.into(), &list).await.map(Page)
}
