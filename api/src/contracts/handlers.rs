//! One function per operation on contracts.

use entity::{ids::ContractId, sales_contract};

use super::{
    commands,
    messages::{NewSalesContract, SalesContract, SalesContractPatch},
    queries::{Viewer, contract_of, summaries},
};
use crate::{
    access::{
        Access, Permit,
        permission::contracts::{
            CreateContract, DeleteContract, ReadContracts, SubmitContract, UpdateContract,
        },
    },
    areas::messages::Removal,
    contract_lists::{
        messages::{Listed, SalesContractFilter, SalesContractSummary},
        queries::{listed, order},
    },
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Nothing, Page, Path, Query, Revision},
    journal::{
        messages::{HistoryFilter, SidedHistoryEntry},
        queries::history_of_sides,
    },
    store::Paged,
};

fn viewer<P: Permit>(access: &Access<P>) -> Viewer<'_> {
    Viewer { caller: access.caller(), today: access.service().clock().today() }
}

pub(super) async fn list_sales_contracts(
    access: Access<ReadContracts>,
    list: List<SalesContractFilter>,
) -> Result<Page<SalesContractSummary>, Error> {
    let viewer = viewer(&access);
    let rows = access.rows::<sales_contract::Entity>().filter(list.filter.condition(viewer.today));
    let page: Paged<Listed> = access.page(rows, &list.page, &order(list.page.sort), listed).await?;
    let Paged { items, limit, next_cursor, total } = page;
    let items = summaries(&access, viewer, items).await?;
    Ok(Page(Paged { items, limit, next_cursor, total }))
}

pub(super) async fn get_sales_contract(
    access: Access<ReadContracts>,
    Path(id): Path<ContractId>,
) -> Result<Found<SalesContract>, Error> {
    contract_of(&access, access.row(id), viewer(&access)).await.map(Found::Read)
}

pub(super) async fn create_sales_contract(
    access: Access<CreateContract>,
    new: Json<NewSalesContract>,
) -> Result<Created<SalesContract>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn update_sales_contract(
    access: Access<UpdateContract>,
    Path(id): Path<ContractId>,
    revision: Revision,
    patch: MergePatch<SalesContractPatch>,
) -> Result<Found<SalesContract>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_sales_contract(
    access: Access<DeleteContract>,
    Path(id): Path<ContractId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn submit_sales_contract(
    access: Access<SubmitContract>,
    Path(id): Path<ContractId>,
    revision: Revision,
) -> Result<Found<SalesContract>, Error> {
    let work = async |tx: &_| commands::submit(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn list_sales_contract_history(
    access: Access<ReadContracts>,
    Path(id): Path<ContractId>,
    list: List<HistoryFilter>,
) -> Result<Page<SidedHistoryEntry>, Error> {
    let row = access.one(access.row::<sales_contract::Entity>(id)).await?;
    let about = (id.into(), row.partner_id);
    history_of_sides::<ReadContracts, SalesContract>(&access, about, &list).await.map(Page)
}
