//! One function per step of a delivery.

use entity::ids::{ContractId, DeliveryId};

use super::{
    commands,
    messages::{DeliveryAcknowledgement, DeliverySettlement},
};
use crate::{
    access::{
        Access,
        permission::deliveries::{AcknowledgeDelivery, SettleDelivery},
    },
    deliveries::messages::Delivery,
    error::Error,
    http::{Found, Json, Path, Revision},
};

pub(super) async fn acknowledge_delivery(
    access: Access<AcknowledgeDelivery>,
    Path(ids): Path<(ContractId, DeliveryId)>,
    revision: Revision,
    acknowledgement: Json<DeliveryAcknowledgement>,
) -> Result<Found<Delivery>, Error> {
    let work = async |tx: &_| commands::acknowledge(tx, &access, ids, &acknowledgement).await;
    access.change(&revision, &acknowledgement, work).await.map(Found::Changed)
}

pub(super) async fn settle_delivery(
    access: Access<SettleDelivery>,
    Path(ids): Path<(ContractId, DeliveryId)>,
    revision: Revision,
    settlement: Json<DeliverySettlement>,
) -> Result<Found<Delivery>, Error> {
    let work = async |tx: &_| commands::settle(tx, &access, ids, &settlement).await;
    access.change(&revision, &settlement, work).await.map(Found::Changed)
}
