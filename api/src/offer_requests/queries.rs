//! Which requests lie within a scope, and requests with the names of both sides.

use entity::{
    group_card,
    ids::{OfferId, PartnerId},
    offer_request, partner, sales_offer,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, JoinType, QuerySelect, Select};
use serde_json::json;

use super::{
    messages::{Asked, OfferRequest, OfferRequestFilter},
    workflow::STEPS,
};
use crate::{
    access::{Owned, Permission, Reach, Rows, Within},
    error::{Code, Error, Text},
    group_cards::queries::placed,
    groups::queries::lying_in,
    periods::queries::of_group_in_area,
    store::{Reading, Revised, SortBy, SortKind, Tx},
    workflow::open,
};

impl Owned for offer_request::Entity {
    const ID: offer_request::Column = offer_request::Column::Id;
    const VOIDED: Option<offer_request::Column> = None;

    /// A request lies where the group lies, and with the partner.
    fn within(reach: &Reach) -> Condition {
        use offer_request::Column;
        Within::new(reach)
            .areas(|communes| Column::GroupId.in_subquery(lying_in(communes)))
            .groups(|groups| Column::GroupId.is_in(groups.iter().copied()))
            .partners(|partners| Column::PartnerId.is_in(partners.iter().copied()))
            .condition()
    }
}

impl Revised for offer_request::Entity {
    const VERSION: offer_request::Column = offer_request::Column::Version;
    const UPDATED_AT: offer_request::Column = offer_request::Column::UpdatedAt;

    fn version(row: &offer_request::Model) -> i32 {
        row.version
    }
}

impl OfferRequestFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        use offer_request::Column;
        let states = self.status.as_ref().map(|all| Column::Status.is_in(all.as_slice().iter().copied()));
        Condition::all()
            .add_option(self.offer_id.map(|id| Column::OfferId.eq(id)))
            .add_option(self.group_id.map(|id| Column::GroupId.eq(id)))
            .add_option(self.partner_id.map(|id| Column::PartnerId.eq(id)))
            .add_option(self.area_id.map(|id| of_group_in_area(Column::GroupId, id)))
            .add_option(states)
    }
}

/// The order of a sort key.
#[must_use]
pub(super) fn order(key: &str) -> SortBy {
    SortBy::column(offer_request::Column::UpdatedAt, SortKind::Instant).descending(key.starts_with('-'))
}

/// Adds what is shown of offer, group and partner.
pub(super) fn shown(select: Select<offer_request::Entity>) -> Select<offer_request::Entity> {
    use offer_request::{Column, Entity};
    let offer = Entity::belongs_to(sales_offer::Entity).from(Column::OfferId).to(sales_offer::Column::Id);
    let group = Entity::belongs_to(group_card::Entity).from(Column::GroupId).to(group_card::Column::Id);
    let partner = Entity::belongs_to(partner::Entity).from(Column::PartnerId).to(partner::Column::Id);
    placed(select, Column::GroupId)
        .join(JoinType::LeftJoin, offer.into())
        .join(JoinType::LeftJoin, group.into())
        .join(JoinType::LeftJoin, partner.into())
        .column_as(sales_offer::Column::Code, "offer_code")
        .column_as(group_card::Column::Name, "group_name")
        .column_as(partner::Column::Name, "partner_name")
}

/// A request; `holds` says which permissions the caller holds over it.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub async fn request_of(
    source: &impl Reading,
    rows: Rows<offer_request::Entity>,
    holds: impl Fn(Permission) -> bool,
) -> Result<OfferRequest, Error> {
    let found: Vec<Asked> = source.load(rows, shown).await?;
    let asked = found.into_iter().next().ok_or(Error::NotFound)?;
    let actions = open(STEPS, asked.row.status, holds);
    Ok(OfferRequest::of(asked, actions))
}

/// A partner has one live request about an offer; the schema holds it against two at the same time.
///
/// # Errors
/// 409 `duplicate` with `existing_id`.
pub(super) async fn check_alone(tx: &Tx, offer_id: OfferId, partner_id: PartnerId) -> Result<(), Error> {
    use entity::enums::OfferRequestStatus::Refused;
    let live = tx
        .beyond_reach::<offer_request::Entity>("the requests of the partner that asks")
        .filter(offer_request::Column::OfferId.eq(offer_id))
        .filter(offer_request::Column::PartnerId.eq(partner_id))
        .filter(offer_request::Column::Status.ne(Refused));
    let Some(other) = tx.find(live).await? else { return Ok(()) };
    let detail = Text::new("Đã có yêu cầu xem chào bán này.", "You have asked about this offer already.");
    let members = json!({ "existing_id": other.id });
    Err(Error::Conflict { code: Code::Duplicate, detail: Some(detail), members })
}
