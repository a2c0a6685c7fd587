//! One function per operation on payments for deliveries.

use entity::{
    delivery, delivery_payment,
    ids::{DeliveryId, DeliveryPaymentId},
};
use sea_orm::{ColumnTrait, sea_query::Expr};

use super::{
    commands,
    messages::{DeliveryPayment, DeliveryPaymentFilter, NewDeliveryPayment},
    queries::of,
};
use crate::{
    access::{
        Access,
        permission::deliveries::{CreateDeliveryPayment, DeleteDeliveryPayment, ReadDeliveries},
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, NoContent, Page, Path, Query, Revision, Summed},
    journal::{
        messages::{HistoryFilter, SidedHistoryEntry},
        queries::history_of_sides,
    },
    store::{Paged, SortBy, SortKind, sum_vnd},
};

pub(super) async fn list_delivery_payments(
    access: Access<ReadDeliveries>,
    Path(id): Path<DeliveryId>,
    list: List<DeliveryPaymentFilter>,
) -> Result<Summed<DeliveryPayment>, Error> {
    use delivery_payment::Column;
    access.one(access.row::<delivery::Entity>(id)).await?;
    let mut rows = access.rows::<delivery_payment::Entity>().filter(Column::DeliveryId.eq(id));
    if let Some(means) = &list.filter.means {
        rows = rows.filter(Column::Means.is_in(means.as_slice().iter().copied()));
    }
    let sum_vnd = sum_vnd(
        &access,
        list.page.include_total,
        &rows,
        Expr::col(delivery_payment::Column::AmountVnd.as_column_ref()),
    )
    .await?;
    let sort = SortBy::column(Column::PaidOn, SortKind::Date).descending(list.page.sort.starts_with('-'));
    let page: Paged<delivery_payment::Model> = access.page(rows, &list.page, &sort, |select| select).await?;
    Ok(Summed { page: page.map(Into::into), sum_vnd })
}

pub(super) async fn create_delivery_payment(
    access: Access<CreateDeliveryPayment>,
    Path(id): Path<DeliveryId>,
    new: Json<NewDeliveryPayment>,
) -> Result<Created<DeliveryPayment>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, id, &new).await).await.map(Created)
}

pub(super) async fn get_delivery_payment(
    access: Access<ReadDeliveries>,
    Path(ids): Path<(DeliveryId, DeliveryPaymentId)>,
) -> Result<Found<DeliveryPayment>, Error> {
    Ok(Found::Read(access.one(of(&access, ids)).await?.into()))
}

pub(super) async fn delete_delivery_payment(
    access: Access<DeleteDeliveryPayment>,
    Path(ids): Path<(DeliveryId, DeliveryPaymentId)>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, ids, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_delivery_payment_history(
    access: Access<ReadDeliveries>,
    Path(ids): Path<(DeliveryId, DeliveryPaymentId)>,
    list: List<HistoryFilter>,
) -> Result<Page<SidedHistoryEntry>, Error> {
    let row = access.one(of(&access, ids)).await?;
    let about = (row.id.into(), row.partner_id);
    history_of_sides::<ReadDeliveries, DeliveryPayment>(&access, about, &list).await.map(Page)
}
