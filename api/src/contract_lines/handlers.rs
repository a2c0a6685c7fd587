//! The one operation on lines of contracts.

use entity::contract_line;

use super::{
    messages::{ContractLineEntry, ContractLineFilter},
    queries::{order, shown, sum_vnd},
};
use crate::{
    access::{Access, permission::contracts::ReadContracts},
    error::Error,
    http::{List, Summed},
};

pub(super) async fn list_contract_lines(
    access: Access<ReadContracts>,
    list: List<ContractLineFilter>,
) -> Result<Summed<ContractLineEntry>, Error> {
    let day = list.filter.as_of.map_or_else(|| access.service().clock().today(), |day| day.date());
    let rows = access.rows::<contract_line::Entity>().filter(list.filter.condition(day));
    let sum_vnd = if list.page.include_total { Some(sum_vnd(&access, rows.clone()).await?) } else { None };
    let page = access.page(rows, &list.page, &order(list.page.sort), shown).await?;
    Ok(Summed { page, sum_vnd })
}
