//! One function per way in which a contract ends.

use entity::ids::ContractId;

use super::{commands, messages::ContractTermination};
use crate::{
    access::{
        Access,
        permission::contracts::{CompleteContract, RejectContract, TerminateContract},
    },
    contracts::messages::SalesContract,
    decisions::messages::Because,
    error::Error,
    http::{Found, Json, Nothing, Path, Revision},
};

pub(super) async fn reject_sales_contract(
    access: Access<RejectContract>,
    Path(id): Path<ContractId>,
    revision: Revision,
    because: Json<Because>,
) -> Result<Found<SalesContract>, Error> {
    let work = async |tx: &_| commands::reject(tx, &access, id, &because).await;
    access.change(&revision, &because, work).await.map(Found::Changed)
}

pub(super) async fn complete_sales_contract(
    access: Access<CompleteContract>,
    Path(id): Path<ContractId>,
    revision: Revision,
) -> Result<Found<SalesContract>, Error> {
    let work = async |tx: &_| commands::complete(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn terminate_sales_contract(
    access: Access<TerminateContract>,
    Path(id): Path<ContractId>,
    revision: Revision,
    termination: Json<ContractTermination>,
) -> Result<Found<SalesContract>, Error> {
    let work = async |tx: &_| commands::terminate(tx, &access, id, &termination).await;
    access.change(&revision, &termination, work).await.map(Found::Changed)
}
