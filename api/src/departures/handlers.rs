//! One function per way to leave a group.

use entity::ids::MembershipId;

use super::{
    commands,
    messages::{MembershipEnd, MembershipTransfer},
};
use crate::{
    access::{
        Access,
        permission::memberships::{EndMembership, TransferMembership},
    },
    error::Error,
    http::{Found, Json, Path, Revision},
    memberships::messages::Membership,
};

pub(super) async fn end_membership(
    access: Access<EndMembership>,
    Path(id): Path<MembershipId>,
    revision: Revision,
    ending: Json<MembershipEnd>,
) -> Result<Found<Membership>, Error> {
    let work = async |tx: &_| commands::end(tx, &access, id, &ending).await;
    access.change(&revision, &ending, work).await.map(Found::Changed)
}

pub(super) async fn transfer_membership(
    access: Access<TransferMembership>,
    Path(id): Path<MembershipId>,
    revision: Revision,
    transfer: Json<MembershipTransfer>,
) -> Result<Found<Membership>, Error> {
    let work = async |tx: &_| commands::transfer(tx, &access, id, &transfer).await;
    access.change(&revision, &transfer, work).await.map(Found::Changed)
}
