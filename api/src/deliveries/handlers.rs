//! One function per operation on deliveries.

use entity::{
    delivery,
    ids::{ContractId, DeliveryId},
    sales_contract,
};
use sea_orm::{ColumnTrait, sea_query::Expr};

use super::{
    commands,
    messages::{Delivery, NewDelivery},
    queries::{of, view_of, views},
};
use crate::{
    access::{
        Access, Rows,
        permission::deliveries::{CreateDelivery, DeleteDelivery, ReadDeliveries},
    },
    areas::messages::Removal,
    delivery_lists::{
        messages::{ContractDeliveryFilter, DeliveryFilter, Listed},
        queries::{listed, order},
    },
    error::Error,
    http::{Created, Found, Json, List, NoContent, Page, PageRequest, Path, Query, Revision, Summed},
    journal::{
        messages::{HistoryFilter, SidedHistoryEntry},
        queries::history_of_sides,
    },
    store::{Paged, sum_vnd},
};

async fn summed(
    access: &Access<ReadDeliveries>,
    rows: Rows<delivery::Entity>,
    page: &PageRequest,
) -> Result<Summed<Delivery>, Error> {
    let sum_vnd =
        sum_vnd(access, page.include_total, &rows, Expr::col(delivery::Column::AmountVnd.as_column_ref()))
            .await?;
    let found: Paged<Listed> = access.page(rows, page, &order(page.sort), listed).await?;
    let Paged { items, limit, next_cursor, total } = found;
    let items = views(access, access.caller(), items).await?;
    Ok(Summed { page: Paged { items, limit, next_cursor, total }, sum_vnd })
}

pub(super) async fn list_deliveries(
    access: Access<ReadDeliveries>,
    list: List<DeliveryFilter>,
) -> Result<Summed<Delivery>, Error> {
    let rows = access.rows::<delivery::Entity>().filter(list.filter.condition());
    summed(&access, rows, &list.page).await
}

pub(super) async fn list_contract_deliveries(
    access: Access<ReadDeliveries>,
    Path(id): Path<ContractId>,
    list: List<ContractDeliveryFilter>,
) -> Result<Summed<Delivery>, Error> {
    access.one(access.row::<sales_contract::Entity>(id)).await?;
    let rows = access.rows::<delivery::Entity>().filter(delivery::Column::ContractId.eq(id));
    summed(&access, rows.filter(list.filter.condition()), &list.page).await
}

pub(super) async fn create_delivery(
    access: Access<CreateDelivery>,
    Path(id): Path<ContractId>,
    new: Json<NewDelivery>,
) -> Result<Created<Delivery>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, id, &new).await).await.map(Created)
}

pub(super) async fn get_delivery(
    access: Access<ReadDeliveries>,
    Path(ids): Path<(ContractId, DeliveryId)>,
) -> Result<Found<Delivery>, Error> {
    view_of(&access, access.caller(), of(&access, ids)).await.map(Found::Read)
}

pub(super) async fn delete_delivery(
    access: Access<DeleteDelivery>,
    Path(ids): Path<(ContractId, DeliveryId)>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, ids, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_delivery_history(
    access: Access<ReadDeliveries>,
    Path(ids): Path<(ContractId, DeliveryId)>,
    list: List<HistoryFilter>,
) -> Result<Page<SidedHistoryEntry>, Error> {
    let row = access.one(of(&access, ids)).await?;
    let about = (row.id.into(), row.partner_id);
    history_of_sides::<ReadDeliveries, Delivery>(&access, about, &list).await.map(Page)
}
