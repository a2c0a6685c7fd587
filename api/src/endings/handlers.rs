//! One function per way in which a group ends.

use entity::ids::GroupId;

use super::{
    commands,
    messages::{Dissolution, Upgrade},
};
use crate::{
    access::{
        Access,
        permission::groups::{DissolveGroup, UpgradeGroup},
    },
    error::Error,
    groups::messages::Group,
    http::{Found, Json, Path, Revision},
};

pub(super) async fn dissolve_farmer_group(
    access: Access<DissolveGroup>,
    Path(id): Path<GroupId>,
    revision: Revision,
    body: Json<Dissolution>,
) -> Result<Found<Group>, Error> {
    let work = async |tx: &_| commands::dissolve(tx, &access, id, &body).await;
    access.change(&revision, &body, work).await.map(Found::Changed)
}

pub(super) async fn upgrade_farmer_group(
    access: Access<UpgradeGroup>,
    Path(id): Path<GroupId>,
    revision: Revision,
    body: Json<Upgrade>,
) -> Result<Found<Group>, Error> {
    let work = async |tx: &_| commands::upgrade(tx, &access, id, &body).await;
    access.change(&revision, &body, work).await.map(Found::Changed)
}
