//! One function per operation on offers.

use entity::{ids::OfferId, sales_offer};
use uuid::Uuid;

use super::{
    commands,
    messages::{NewSalesOffer, SalesOffer, SalesOfferFilter, SalesOfferPatch, Shown},
    queries::{asked_for, offer_of, order, seen, seen_one, shown, without_partners},
    workflow::STEPS,
};
use crate::{
    access::{
        Access,
        permission::offers::{
            CreateOffer, DeleteOffer, PublishOffer, ReadOfferDetails, ReadOffers, UpdateOffer, WithdrawOffer,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Nothing, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::Paged,
    workflow::open,
};

pub(super) async fn list_sales_offers(
    access: Access<ReadOffers>,
    list: List<SalesOfferFilter>,
) -> Result<Page<SalesOffer>, Error> {
    let rows = seen(&access).filter(asked_for(&access, &list.filter).await?);
    let page: Paged<Shown> = access.page(rows, &list.page, &order(list.page.sort), shown).await?;
    let ids: Vec<Uuid> = page.items.iter().map(|offer| offer.row.id.into()).collect();
    let editable = access.also::<UpdateOffer, sales_offer::Entity>(&ids).await?;
    Ok(Page(page.map(|offer| {
        let is_editable = editable.contains(&offer.row.id.into());
        let actions = open(STEPS, offer.row.status, |needs| is_editable && access.caller().holds(needs));
        SalesOffer::of(offer, actions)
    })))
}

pub(super) async fn get_sales_offer(
    access: Access<ReadOffers>,
    Path(id): Path<OfferId>,
) -> Result<Found<SalesOffer>, Error> {
    let editable = access.also::<UpdateOffer, sales_offer::Entity>(&[id.into()]).await?;
    let holds = |permission| editable.contains(&id.into()) && access.caller().holds(permission);
    offer_of(&access, seen_one(&access, id), holds).await.map(Found::Read)
}

pub(super) async fn create_sales_offer(
    access: Access<CreateOffer>,
    new: Json<NewSalesOffer>,
) -> Result<Created<SalesOffer>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn update_sales_offer(
    access: Access<UpdateOffer>,
    Path(id): Path<OfferId>,
    revision: Revision,
    patch: MergePatch<SalesOfferPatch>,
) -> Result<Found<SalesOffer>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_sales_offer(
    access: Access<DeleteOffer>,
    Path(id): Path<OfferId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn publish_sales_offer(
    access: Access<PublishOffer>,
    Path(id): Path<OfferId>,
    revision: Revision,
) -> Result<Found<SalesOffer>, Error> {
    let work = async |tx: &_| commands::publish(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn withdraw_sales_offer(
    access: Access<WithdrawOffer>,
    Path(id): Path<OfferId>,
    revision: Revision,
) -> Result<Found<SalesOffer>, Error> {
    let work = async |tx: &_| commands::withdraw(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn list_sales_offer_history(
    access: Access<ReadOfferDetails>,
    Path(id): Path<OfferId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    let of_its_side = without_partners(access.reach());
    access.one(access.row::<sales_offer::Entity>(id).also_within(&of_its_side)).await?;
    crate::journal::queries::history::<ReadOfferDetails, SalesOffer>(&access, id.into(), &list)
        .await
        .map(Page)
}
