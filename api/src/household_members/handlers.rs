//! One function per operation on the members of a household.

use entity::ids::{HouseholdId, HouseholdMemberId};

use super::{
    commands,
    messages::{Appointment, NewHouseholdMember, StayEnd},
};
use crate::{
    access::{
        Access,
        permission::households::{AddHouseholdMember, AppointHouseholdHead, EndHouseholdMember},
    },
    error::Error,
    households::messages::Household,
    http::{Found, Json, Path, Revision},
};

pub(super) async fn add_household_member(
    access: Access<AddHouseholdMember>,
    Path(id): Path<HouseholdId>,
    revision: Revision,
    new: Json<NewHouseholdMember>,
) -> Result<Found<Household>, Error> {
    let work = async |tx: &_| commands::add(tx, &access, id, &new).await;
    access.change(&revision, &new, work).await.map(Found::Changed)
}

pub(super) async fn end_household_member(
    access: Access<EndHouseholdMember>,
    Path(ids): Path<(HouseholdId, HouseholdMemberId)>,
    revision: Revision,
    end: Json<StayEnd>,
) -> Result<Found<Household>, Error> {
    let work = async |tx: &_| commands::end(tx, &access, ids, end.until_on.into()).await;
    access.change(&revision, &end, work).await.map(Found::Changed)
}

pub(super) async fn appoint_household_head(
    access: Access<AppointHouseholdHead>,
    Path(id): Path<HouseholdId>,
    revision: Revision,
    appointment: Json<Appointment>,
) -> Result<Found<Household>, Error> {
    let work = async |tx: &_| commands::appoint_head(tx, &access, id, &appointment).await;
    access.change(&revision, &appointment, work).await.map(Found::Changed)
}
