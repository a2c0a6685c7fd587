//! One function per operation on postings. None changes one, none takes one out.

use entity::{
    fund,
    ids::{FundId, PostingId},
    posting,
};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{NewPosting, Posting, PostingFilter, PostingRow},
    queries::posting_of,
};
use crate::{
    access::{
        Access,
        permission::funds::{CreatePosting, ReadFunds},
    },
    error::Error,
    http::{Created, Found, Json, List, Page, Path},
    ledger::queries::with_kinds,
    store::{SortBy, SortKind},
};

pub(super) async fn list_postings(
    access: Access<ReadFunds>,
    Path(fund_id): Path<FundId>,
    list: List<PostingFilter>,
) -> Result<Page<Posting>, Error> {
    access.one(access.row::<fund::Entity>(fund_id)).await?;
    let rows = access.rows::<posting::Entity>().filter(list.filter.condition(fund_id));
    let sort =
        SortBy::column(posting::Column::PostedOn, SortKind::Date).descending(list.page.sort.starts_with('-'));
    let page = access.page::<_, PostingRow>(rows, &list.page, &sort, with_kinds).await?;
    Ok(Page(page.map(Posting::from)))
}

pub(super) async fn create_posting(
    access: Access<CreatePosting>,
    Path(fund_id): Path<FundId>,
    new: Json<NewPosting>,
) -> Result<Created<Posting>, Error> {
    access.require_whole_province()?;
    access.write(&new, async |tx| commands::create(tx, &access, fund_id, &new).await).await.map(Created)
}

pub(super) async fn get_posting(
    access: Access<ReadFunds>,
    Path((fund_id, id)): Path<(FundId, PostingId)>,
) -> Result<Found<Posting>, Error> {
    let rows = access.row::<posting::Entity>(id).filter(posting::Column::FundId.eq(fund_id));
    posting_of(&access, rows).await.map(Found::Read)
}
