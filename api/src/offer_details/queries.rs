//! Who sees offers in detail.

use entity::{
    enums::OfferRequestStatus,
    ids::{OfferId, PartnerId},
    offer_detail, offer_request, sales_offer,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use crate::{
    access::{Owned, Reach, Within, owned_ids},
    error::{Error, Faults, Text},
    groups::queries::lying_in,
    store::Tx,
    values::{FieldCode, Vnd},
};

impl Owned for offer_detail::Entity {
    const ID: offer_detail::Column = offer_detail::Column::OfferId;
    const VOIDED: Option<offer_detail::Column> = None;

    /// Details lie where the group lies; partners see those of offers that they see and were let in to. Look up the
    /// offer first: it knows whether it is over.
    fn within(reach: &Reach) -> Condition {
        use offer_detail::Column;
        Within::new(reach)
            .areas(|communes| Column::GroupId.in_subquery(lying_in(communes)))
            .groups(|groups| Column::GroupId.is_in(groups.iter().copied()))
            .partners(|partners| Column::OfferId.in_subquery(opened_to(partners)))
            .condition()
    }
}

/// The offers that partners see and were let in to.
fn opened_to(partners: &[PartnerId]) -> SelectStatement {
    let on_the_market = Reach { partners: partners.to_vec(), ..Reach::default() };
    offer_request::Entity::find()
        .select_only()
        .column(offer_request::Column::OfferId)
        .filter(offer_request::Column::PartnerId.is_in(partners.iter().copied()))
        .filter(offer_request::Column::Status.eq(OfferRequestStatus::Granted))
        .filter(offer_request::Column::OfferId.in_subquery(owned_ids::<sales_offer::Entity>(&on_the_market)))
        .into_query()
}

/// Notes a price of nothing.
pub fn check_price(faults: &mut Faults, pointer: &str, price: Option<Vnd>) {
    let text = Text::new("Phải lớn hơn 0.", "It must be more than zero.");
    faults.when(price == Some(Vnd::ZERO), pointer, FieldCode::OutOfRange, text);
}

/// The details of an offer that was found.
///
/// # Errors
/// When the database fails.
pub(super) async fn details_of(tx: &Tx, id: OfferId) -> Result<offer_detail::Model, Error> {
    let rows = tx.beyond_reach::<offer_detail::Entity>("the details of an offer that was found");
    tx.one(rows.filter(offer_detail::Column::OfferId.eq(id))).await
}
