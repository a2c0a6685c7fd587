//! One function per operation on the details of offers.

use entity::{ids::OfferId, offer_detail};

use super::{
    commands,
    messages::{OfferDetails, OfferDetailsPatch},
};
use crate::{
    access::{
        Access,
        permission::offers::{ReadOfferDetails, UpdateOffer},
    },
    error::Error,
    http::{Found, MergePatch, Path, Revision},
    offers::queries::{offer_of, seen_one},
};

pub(super) async fn get_sales_offer_details(
    access: Access<ReadOfferDetails>,
    Path(id): Path<OfferId>,
) -> Result<Found<OfferDetails>, Error> {
    let offer = offer_of(&access, seen_one(&access, id), |_| false).await?;
    let row = access.one(access.row::<offer_detail::Entity>(id)).await?;
    Ok(Found::Read(OfferDetails::of(row, &offer)))
}

pub(super) async fn update_sales_offer_details(
    access: Access<UpdateOffer>,
    Path(id): Path<OfferId>,
    revision: Revision,
    patch: MergePatch<OfferDetailsPatch>,
) -> Result<Found<OfferDetails>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}
