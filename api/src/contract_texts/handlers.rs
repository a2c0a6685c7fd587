//! Texts over the wire.

use entity::{contract_version, ids::ContractId, sales_contract};
use sea_orm::ColumnTrait;

use super::{
    messages::{ContractText, ContractTextFilter, ContractTextSummary},
    queries::text_of,
};
use crate::{
    access::{Access, permission::contracts::ReadContracts},
    contract_confirmations::queries::of_texts,
    error::Error,
    http::{Computed, List, Ordinal, Page, Path},
    store::{Paged, SortBy},
};

pub(super) async fn list_sales_contract_texts(
    access: Access<ReadContracts>,
    Path(id): Path<ContractId>,
    list: List<ContractTextFilter>,
) -> Result<Page<ContractTextSummary>, Error> {
    access.one(access.row::<sales_contract::Entity>(id)).await?;
    let rows = access.rows::<contract_version::Entity>().filter(contract_version::Column::ContractId.eq(id));
    let sort = SortBy::year(contract_version::Column::N).descending(true);
    let page: Paged<contract_version::Model> = access.page(rows, &list.page, &sort, |select| select).await?;
    let mut confirmed = of_texts(&access, id, page.items.iter().map(|text| text.n)).await?;
    Ok(Page(page.map(|text| {
        let confirmations = confirmed.remove(&text.n).unwrap_or_default();
        ContractTextSummary::of(text, confirmations)
    })))
}

pub(super) async fn get_sales_contract_text(
    access: Access<ReadContracts>,
    Path((id, Ordinal(n))): Path<(ContractId, Ordinal)>,
) -> Result<Computed<ContractText>, Error> {
    access.one(access.row::<sales_contract::Entity>(id)).await?;
    text_of(&access, id, n).await.map(Computed)
}
