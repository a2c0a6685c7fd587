//! What happens inside a unit of work when the details of an offer change. The offer is revised with them.

use entity::{ids::OfferId, offer_detail, sales_offer};
use sea_orm::ActiveValue::Set;

use super::{
    messages::{OfferDetails, OfferDetailsPatch},
    queries::{check_price, details_of},
};
use crate::{
    access::{Access, permission::offers::UpdateOffer},
    error::{Error, Faults},
    offers::{queries::offer_of, workflow::check_changeable},
    store::{Change, Tx},
};

/// Changes what a group asks for.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateOffer>,
    id: OfferId,
    patch: &OfferDetailsPatch,
) -> Result<Change<OfferDetails>, Error> {
    let row = tx.current(access.row::<sales_offer::Entity>(id)).await?;
    let details = details_of(tx, id).await?;
    let offer = offer_of(tx, access.row(id), |_| false).await?;
    let before = OfferDetails::of(details.clone(), &offer);
    let mut faults = Faults::default();
    check_price(&mut faults, "/asking_price_vnd", patch.asking_price_vnd.flatten());
    faults.check()?;
    check_changeable(row.status)?;
    let details = tx
        .edit::<offer_detail::Entity>(details, |details| {
            if let Some(price) = patch.asking_price_vnd {
                details.asking_price_vnd = Set(price.map(|price| price.get()));
            }
            if let Some(terms) = &patch.terms {
                details.terms = Set(terms.as_ref().map(|terms| terms.as_ref().to_owned()));
            }
            details.updated_at = Set(tx.now());
        })
        .await?;
    tx.update::<sales_offer::Entity>(row, |_| ()).await?;
    let offer = offer_of(tx, access.row(id), |_| false).await?;
    Ok(Change::changed("described", &before, OfferDetails::of(details, &offer)))
}
