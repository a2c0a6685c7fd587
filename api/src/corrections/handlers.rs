//! One function per operation on corrections.

use entity::{
    correction, fund,
    ids::{CorrectionId, FundId},
};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{Correction, CorrectionFilter, CorrectionRefusal, NewCorrection},
};
use crate::{
    access::{
        Access,
        permission::funds::{ApproveCorrection, CreateCorrection, ReadFunds, RejectCorrection},
    },
    error::Error,
    http::{Created, Found, Json, List, Nothing, Page, Path, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::{SortBy, SortKind},
};

pub(super) async fn list_corrections(
    access: Access<ReadFunds>,
    Path(fund_id): Path<FundId>,
    list: List<CorrectionFilter>,
) -> Result<Page<Correction>, Error> {
    access.one(access.row::<fund::Entity>(fund_id)).await?;
    let rows = access.rows::<correction::Entity>().filter(list.filter.condition(fund_id));
    let sort =
        SortBy::column(correction::Column::Id, SortKind::Id).descending(list.page.sort.starts_with('-'));
    let page = access.page::<_, correction::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(|row| Correction::of(row, access.caller()))))
}

pub(super) async fn create_correction(
    access: Access<CreateCorrection>,
    Path(fund_id): Path<FundId>,
    new: Json<NewCorrection>,
) -> Result<Created<Correction>, Error> {
    access.require_whole_province()?;
    access.write(&new, async |tx| commands::create(tx, &access, fund_id, &new).await).await.map(Created)
}

pub(super) async fn get_correction(
    access: Access<ReadFunds>,
    Path((fund_id, id)): Path<(FundId, CorrectionId)>,
) -> Result<Found<Correction>, Error> {
    let rows = access.row::<correction::Entity>(id).filter(correction::Column::FundId.eq(fund_id));
    Ok(Found::Read(Correction::of(access.one(rows).await?, access.caller())))
}

pub(super) async fn approve_correction(
    access: Access<ApproveCorrection>,
    Path(ids): Path<(FundId, CorrectionId)>,
    revision: Revision,
) -> Result<Found<Correction>, Error> {
    access.require_whole_province()?;
    let work = async |tx: &_| commands::approve(tx, &access, ids).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn reject_correction(
    access: Access<RejectCorrection>,
    Path(ids): Path<(FundId, CorrectionId)>,
    revision: Revision,
    body: Json<CorrectionRefusal>,
) -> Result<Found<Correction>, Error> {
    access.require_whole_province()?;
    let work = async |tx: &_| commands::reject(tx, &access, ids, &body).await;
    access.change(&revision, &body, work).await.map(Found::Changed)
}

pub(super) async fn list_correction_history(
    access: Access<ReadFunds>,
    Path((fund_id, id)): Path<(FundId, CorrectionId)>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    let rows = access.row::<correction::Entity>(id).filter(correction::Column::FundId.eq(fund_id));
    access.one(rows).await?;
    crate::journal::queries::history::<ReadFunds, Correction>(&access, id.into(), &list).await.map(Page)
}
