//! Confirmations over the wire.

use entity::ids::ContractId;

use super::{commands, messages::NewConfirmation};
use crate::{
    access::{Access, permission::contracts::ConfirmContract},
    contracts::messages::SalesContract,
    error::Error,
    http::{Found, Json, Path, Revision},
};

pub(super) async fn confirm_sales_contract(
    access: Access<ConfirmContract>,
    Path(id): Path<ContractId>,
    revision: Revision,
    confirmation: Json<NewConfirmation>,
) -> Result<Found<SalesContract>, Error> {
    let work = async |tx: &_| commands::confirm(tx, &access, id, &confirmation).await;
    access.change(&revision, &confirmation, work).await.map(Found::Changed)
}
