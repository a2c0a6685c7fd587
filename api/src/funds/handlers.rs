//! One function per operation on funds.

use entity::{fund, ids::FundId};

use super::{
    commands,
    messages::{Fund, FundFilter, FundPatch, NewFund},
};
use crate::{
    access::{
        Access,
        permission::funds::{CreateFund, ReadFunds, UpdateFund},
    },
    error::Error,
    http::{Created, Found, Json, List, MergePatch, Page, Path, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::{SortBy, SortKind},
};

pub(super) async fn list_funds(
    access: Access<ReadFunds>,
    list: List<FundFilter>,
) -> Result<Page<Fund>, Error> {
    let sort = SortBy::column(fund::Column::Code, SortKind::Text).descending(list.page.sort.starts_with('-'));
    let page =
        access.page::<fund::Entity, fund::Model>(access.rows(), &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(Fund::from)))
}

pub(super) async fn create_fund(
    access: Access<CreateFund>,
    new: Json<NewFund>,
) -> Result<Created<Fund>, Error> {
    access.require_whole_province()?;
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn get_fund(
    access: Access<ReadFunds>,
    Path(id): Path<FundId>,
) -> Result<Found<Fund>, Error> {
    Ok(Found::Read(access.one(access.row::<fund::Entity>(id)).await?.into()))
}

pub(super) async fn update_fund(
    access: Access<UpdateFund>,
    Path(id): Path<FundId>,
    revision: Revision,
    patch: MergePatch<FundPatch>,
) -> Result<Found<Fund>, Error> {
    access.require_whole_province()?;
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn list_fund_history(
    access: Access<ReadFunds>,
    Path(id): Path<FundId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<fund::Entity>(id)).await?;
    crate::journal::queries::history::<ReadFunds, Fund>(&access, id.into(), &list).await.map(Page)
}
