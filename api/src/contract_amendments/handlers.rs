//! One function per operation on changes of contracts in force.

use entity::ids::ContractId;

use super::{commands, messages::NewAmendment};
use crate::{
    access::{
        Access,
        permission::contracts::{AmendContract, DropAmendment},
    },
    contracts::messages::SalesContract,
    decisions::messages::Because,
    error::Error,
    http::{Found, Json, Path, Revision},
};

pub(super) async fn amend_sales_contract(
    access: Access<AmendContract>,
    Path(id): Path<ContractId>,
    revision: Revision,
    amendment: Json<NewAmendment>,
) -> Result<Found<SalesContract>, Error> {
    let work = async |tx: &_| commands::amend(tx, &access, id, &amendment).await;
    access.change(&revision, &amendment, work).await.map(Found::Changed)
}

pub(super) async fn drop_amendment(
    access: Access<DropAmendment>,
    Path(id): Path<ContractId>,
    revision: Revision,
    because: Json<Because>,
) -> Result<Found<SalesContract>, Error> {
    let work = async |tx: &_| commands::give_up(tx, &access, id, &because).await;
    access.change(&revision, &because, work).await.map(Found::Changed)
}
