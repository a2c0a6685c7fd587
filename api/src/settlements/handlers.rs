//! One function per operation at the end of a grant.

use entity::{grant_application, ids::ApplicationId, settlement};

use super::{
    commands,
    messages::{NewSettlement, Settlement},
};
use crate::{
    access::{
        Access,
        permission::grants::{CompleteApplication, ReadApplications, SettleApplication},
    },
    applications::messages::GrantApplication,
    error::Error,
    http::{Found, Json, Nothing, Path, Revision},
};

pub(super) async fn get_settlement(
    access: Access<ReadApplications>,
    Path(id): Path<ApplicationId>,
) -> Result<Found<Settlement>, Error> {
    let application = access.one(access.row::<grant_application::Entity>(id)).await?;
    let row = access.one(access.row::<settlement::Entity>(id)).await?;
    Ok(Found::Read(Settlement::of(row, &application)))
}

pub(super) async fn settle_grant_application(
    access: Access<SettleApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    new: Json<NewSettlement>,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::settle(tx, &access, id, &new).await;
    access.change(&revision, &new, work).await.map(Found::Changed)
}

pub(super) async fn complete_grant_application(
    access: Access<CompleteApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::complete(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}
