//! One function per operation on accounts.

use entity::{
    fund, fund_account,
    ids::{FundAccountId, FundId},
};

use super::{
    messages::{Account, AccountFilter, AccountRow},
    queries::{accounts_of, table, with_standing},
};
use crate::{
    access::{Access, permission::funds::ReadFunds},
    error::Error,
    http::{Computed, Csv, List, Page, Path},
    store::{Entry, Resource, SortBy, SortKind},
};

pub(super) async fn list_fund_accounts(
    access: Access<ReadFunds>,
    Path(fund_id): Path<FundId>,
    list: List<AccountFilter>,
) -> Result<Page<Account>, Error> {
    access.one(access.row::<fund::Entity>(fund_id)).await?;
    let rows = access.rows::<fund_account::Entity>().filter(list.filter.condition(fund_id));
    let sort =
        SortBy::column(fund_account::Column::Id, SortKind::Id).descending(list.page.sort.starts_with('-'));
    let page = access.page::<_, AccountRow>(rows, &list.page, &sort, with_standing).await?;
    Ok(Page(page.map(Account::from)))
}

pub(super) async fn get_fund_account(
    access: Access<ReadFunds>,
    Path((fund_id, id)): Path<(FundId, FundAccountId)>,
) -> Result<Computed<Account>, Error> {
    let rows = accounts_of(access.row(id), fund_id);
    let found: Vec<AccountRow> = access.shaped(rows, with_standing).await?;
    found.into_iter().next().map(Account::from).map(Computed).ok_or(Error::NotFound)
}

pub(super) async fn download_fund_accounts(
    access: Access<ReadFunds>,
    Path(fund_id): Path<FundId>,
) -> Result<Csv, Error> {
    let fund = access.one(access.row::<fund::Entity>(fund_id)).await?;
    let rows = accounts_of(access.rows(), fund_id);
    let mut accounts: Vec<AccountRow> =
        access.at_one_instant(async |instant| instant.every(rows, with_standing).await).await?;
    accounts.sort_by_key(|account| account.id);
    let entry = Entry::read(crate::funds::messages::Fund::KIND);
    access.record(Entry { id: Some(fund_id.into()), action: "exported", ..entry }).await?;
    table(&fund, &accounts).map_err(Error::internal)
}
