//! One function per operation on the people of a partner.

use entity::{
    account,
    ids::{AccountId, PartnerId},
};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{NewPartnerPerson, PartnerPerson, PartnerPersonFilter},
    queries::{people_of, reached, sort, view, views},
};
use crate::{
    access::{
        Access,
        permission::partners::{
            EndPartnerPerson, InvitePartnerPerson, ReadPartnerPeople, ResetPartnerPersonPassword,
        },
    },
    error::Error,
    http::{Created, Found, Json, List, Nothing, Page, Path, Revision},
    store::Paged,
};

pub(super) async fn list_partner_people(
    access: Access<ReadPartnerPeople>,
    Path(id): Path<PartnerId>,
    list: List<PartnerPersonFilter>,
) -> Result<Page<PartnerPerson>, Error> {
    access.one(reached(&access, id)).await?;
    let page = access.page(people_of(id), &list.page, &sort(list.page.sort), |select| select).await?;
    let Paged { items, limit, next_cursor, total } = page;
    let items = views(&access, (id, items), (access.caller(), access.service().clock().today())).await?;
    Ok(Page(Paged { items, limit, next_cursor, total }))
}

pub(super) async fn invite_partner_person(
    access: Access<InvitePartnerPerson>,
    Path(id): Path<PartnerId>,
    new: Json<NewPartnerPerson>,
) -> Result<Created<PartnerPerson>, Error> {
    access.require_recent_sign_in()?;
    let password = access.service().passwords().one_time().await?;
    let work = async |tx: &_| commands::invite(tx, &access, id, (&new, &password)).await;
    access.write(&new, work).await.map(Created)
}

pub(super) async fn get_partner_person(
    access: Access<ReadPartnerPeople>,
    Path((id, account_id)): Path<(PartnerId, AccountId)>,
) -> Result<Found<PartnerPerson>, Error> {
    access.one(reached(&access, id)).await?;
    let row = access.one(people_of(id).filter(account::Column::Id.eq(account_id))).await?;
    let seen = (access.caller(), access.service().clock().today());
    view(&access, (id, row), seen).await.map(Found::Read)
}

pub(super) async fn end_partner_person(
    access: Access<EndPartnerPerson>,
    Path(ids): Path<(PartnerId, AccountId)>,
    revision: Revision,
) -> Result<Found<PartnerPerson>, Error> {
    access.require_recent_sign_in()?;
    let work = async |tx: &_| commands::end(tx, &access, ids).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn reset_partner_person_password(
    access: Access<ResetPartnerPersonPassword>,
    Path(ids): Path<(PartnerId, AccountId)>,
    revision: Revision,
) -> Result<Found<PartnerPerson>, Error> {
    access.require_recent_sign_in()?;
    let password = access.service().passwords().one_time().await?;
    let work = async |tx: &_| commands::reset_password(tx, &access, ids, &password).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}
