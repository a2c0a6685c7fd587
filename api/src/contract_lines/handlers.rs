//! The one operation on lines of contracts.

use entity::contract_line;
use sea_orm::{ColumnTrait, sea_query::Expr};

use super::{
    messages::{ContractLineEntry, ContractLineFilter},
    queries::{order, shown},
};
use crate::{
    access::{Access, permission::contracts::ReadContracts},
    error::Error,
    http::{List, Summed},
    store::sum_vnd,
};

pub(super) async fn list_contract_lines(
    access: Access<ReadContracts>,
    list: List<ContractLineFilter>,
) -> Result<Summed<ContractLineEntry>, Error> {
    let day = list.filter.as_of.map_or_else(|| access.service().clock().today(), |day| day.date());
    let rows = access.rows::<contract_line::Entity>().filter(list.filter.condition(day));
    let sum_vnd = sum_vnd(
        &access,
        list.page.include_total,
        &rows,
        Expr::col(contract_line::Column::AmountVnd.as_column_ref()),
    )
    .await?;
    let page = access.page(rows, &list.page, &order(list.page.sort), shown).await?;
    Ok(Summed { page, sum_vnd })
}
