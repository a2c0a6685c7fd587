//! One function per operation on memberships.

use entity::{ids::MembershipId, membership};

use super::{
    commands,
    messages::{Membership, MembershipFilter, MembershipPatch, NewMembership},
    queries::{complete, listed, memberships_on, of_persons_within, one_of_each},
};
use crate::{
    access::{
        Access,
        permission::{
            memberships::{CreateMembership, DeleteMembership, ReadMemberships, UpdateMembership},
            persons::ReadPersonsSensitive,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    training_coverage::queries::check_topics,
};

pub(super) async fn list_memberships(
    access: Access<ReadMemberships>,
    list: List<MembershipFilter>,
) -> Result<Page<Membership>, Error> {
    let day = list.filter.as_of.map_or_else(|| access.service().clock().today(), Into::into);
    let mut rows = access.rows::<membership::Entity>();
    if list.filter.is_sensitive() {
        access.require::<ReadPersonsSensitive>()?;
        rows = access
            .rows_also::<ReadPersonsSensitive, membership::Entity>()
            .filter(of_persons_within(&access.reach_of::<ReadPersonsSensitive>()));
    }
    check_topics(&access, list.filter.topic.as_ref()).await?;
    let rows = rows.filter(list.filter.condition(day));
    let rows = match list.filter.one_per {
        Some(one_per) => one_of_each(rows, one_per, day),
        None => rows,
    };
    let (sort, shape) = (list.filter.order(list.page.sort), |select| listed(select, day));
    Ok(Page(access.page(rows, &list.page, &sort, shape).await?.map(complete)))
}

pub(super) async fn create_membership(
    access: Access<CreateMembership>,
    new: Json<NewMembership>,
) -> Result<Created<Membership>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn get_membership(
    access: Access<ReadMemberships>,
    Path(id): Path<MembershipId>,
) -> Result<Found<Membership>, Error> {
    let today = access.service().clock().today();
    let found = memberships_on(&access, access.row(id), today).await?;
    found.into_iter().next().map(Found::Read).ok_or(Error::NotFound)
}

pub(super) async fn update_membership(
    access: Access<UpdateMembership>,
    Path(id): Path<MembershipId>,
    revision: Revision,
    patch: MergePatch<MembershipPatch>,
) -> Result<Found<Membership>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_membership(
    access: Access<DeleteMembership>,
    Path(id): Path<MembershipId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_membership_history(
    access: Access<ReadMemberships>,
    Path(id): Path<MembershipId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<membership::Entity>(id)).await?;
    crate::journal::queries::history::<ReadMemberships, Membership>(&access, id.into(), &list).await.map(Page)
}
