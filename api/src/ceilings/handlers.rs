//! One function per operation on ceilings.

use entity::{
    fund, fund_ceiling,
    ids::{CeilingId, FundId},
};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{Ceiling, CeilingFilter, CeilingPatch, NewCeiling},
};
use crate::{
    access::{
        Access,
        permission::funds::{CreateCeiling, ReadFunds, UpdateCeiling},
    },
    error::Error,
    http::{Created, Found, Json, List, MergePatch, Page, Path, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::SortBy,
};

pub(super) async fn list_ceilings(
    access: Access<ReadFunds>,
    Path(fund_id): Path<FundId>,
    list: List<CeilingFilter>,
) -> Result<Page<Ceiling>, Error> {
    access.one(access.row::<fund::Entity>(fund_id)).await?;
    let rows = access.rows::<fund_ceiling::Entity>().filter(list.filter.condition(fund_id));
    let sort = SortBy::year(fund_ceiling::Column::Year).descending(list.page.sort.starts_with('-'));
    let page = access.page::<_, fund_ceiling::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(Ceiling::from)))
}

pub(super) async fn create_ceiling(
    access: Access<CreateCeiling>,
    Path(fund_id): Path<FundId>,
    new: Json<NewCeiling>,
) -> Result<Created<Ceiling>, Error> {
    access.require_whole_province()?;
    access.write(&new, async |tx| commands::create(tx, &access, fund_id, &new).await).await.map(Created)
}

pub(super) async fn get_ceiling(
    access: Access<ReadFunds>,
    Path((fund_id, id)): Path<(FundId, CeilingId)>,
) -> Result<Found<Ceiling>, Error> {
    let rows = access.row::<fund_ceiling::Entity>(id).filter(fund_ceiling::Column::FundId.eq(fund_id));
    Ok(Found::Read(access.one(rows).await?.into()))
}

pub(super) async fn update_ceiling(
    access: Access<UpdateCeiling>,
    Path(ids): Path<(FundId, CeilingId)>,
    revision: Revision,
    patch: MergePatch<CeilingPatch>,
) -> Result<Found<Ceiling>, Error> {
    access.require_whole_province()?;
    let work = async |tx: &_| commands::update(tx, &access, ids, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn list_ceiling_history(
    access: Access<ReadFunds>,
    Path((fund_id, id)): Path<(FundId, CeilingId)>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    let rows = access.row::<fund_ceiling::Entity>(id).filter(fund_ceiling::Column::FundId.eq(fund_id));
    access.one(rows).await?;
    crate::journal::queries::history::<ReadFunds, Ceiling>(&access, id.into(), &list).await.map(Page)
}
