//! What happens inside a unit of work when a partner asks and the group answers. One human never does both.

use entity::{
    enums::{OfferRequestStatus, PartnerStatus},
    ids::{OfferRequestId, PartnerId},
    offer_request, partner,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::{
    messages::{NewOfferRequest, OfferRequest},
    queries::{check_alone, request_of},
    workflow::STEPS,
};
use crate::{
    access::{
        Access, Permit,
        permission::offers::{CreateOfferRequest, GrantOfferRequest, RefuseOfferRequest},
    },
    error::{Code, Error, Faults, Finding, Text},
    offers::queries::seen_one,
    store::{Change, Tx},
    values::FieldCode,
    workflow::next,
};

const SUBJECT: &str = "offer_request";

/// A partner asks to see an offer in detail.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateOfferRequest>,
    new: &NewOfferRequest,
) -> Result<Change<OfferRequest>, Error> {
    let mut faults = Faults::default();
    let offer = tx.hold(seen_one(access, new.offer_id)).await?;
    let text = Text::new("Không có chào bán này.", "There is no such offer.");
    faults.unknown(offer.is_none(), "/offer_id", text);
    let partner_id = faults.keep(asking(access, new.partner_id))?;
    faults.check()?;
    let (Some(offer), Some(partner_id)) = (offer, partner_id) else { return Err(Error::NotFound) };
    check_alone(tx, offer.id, partner_id).await?;
    let id = new.id.unwrap_or_else(|| tx.new_id());
    tx.insert(offer_request::ActiveModel {
        id: Set(id),
        offer_id: Set(offer.id),
        group_id: Set(offer.group_id),
        partner_id: Set(partner_id),
        message: Set(new.message.as_ref().map(|message| message.as_ref().to_owned())),
        status: Set(OfferRequestStatus::Open),
        reason: Set(None),
        answered_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    })
    .await?;
    tx.take_duty(SUBJECT, id.into(), "partner").await?;
    Ok(Change::created(view(tx, access, id).await?))
}

/// For which partner somebody asks.
fn asking(access: &Access<CreateOfferRequest>, named: Option<PartnerId>) -> Result<PartnerId, Error> {
    let held = &access.reach().partners;
    let only = held.first().copied().filter(|first| held.iter().all(|one| one == first));
    match (named, only) {
        (Some(id), _) if held.contains(&id) => Ok(id),
        (Some(_), _) => {
            let text = Text::new("Không có đối tác này.", "There is no such partner.");
            Err(Error::unknown("/partner_id", text))
        }
        (None, Some(only)) => Ok(only),
        (None, None) => {
            let text = Text::new("Hãy nêu đối tác nào.", "Say for which of your partners.");
            Err(Error::invalid("/partner_id", FieldCode::Required, text))
        }
    }
}

/// The group lets a partner see its offer in detail.
pub(super) async fn grant(
    tx: &Tx,
    access: &Access<GrantOfferRequest>,
    id: OfferRequestId,
) -> Result<Change<OfferRequest>, Error> {
    let row = tx.current(access.row::<offer_request::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), "group").await?;
    let status = next(STEPS, row.status, "grant")?;
    check_partner(tx, row.partner_id).await?;
    tx.update::<offer_request::Entity>(row, |row| {
        row.status = Set(status);
        row.answered_at = Set(Some(tx.now()));
    })
    .await?;
    Ok(Change::changed("granted", &before, view(tx, access, id).await?))
}

/// Nothing new is opened to a partner that is not verified, or no longer.
async fn check_partner(tx: &Tx, id: PartnerId) -> Result<(), Error> {
    let partners = tx.beyond_reach::<partner::Entity>("the partner of a request that was found");
    let partner = tx.hold(partners.filter(partner::Column::Id.eq(id))).await?;
    if partner.is_some_and(|partner| partner.status == PartnerStatus::Verified) {
        return Ok(());
    }
    let text = Text::new("Đối tác chưa được xác minh hoặc đang bị tạm dừng.", "The partner is not verified.");
    Err(Error::unmet(Code::ConditionsUnmet, &[Finding::plain("partner_verified", text)]))
}

/// The group does not let a partner see its offer in detail, or no longer.
pub(super) async fn refuse(
    tx: &Tx,
    access: &Access<RefuseOfferRequest>,
    id: OfferRequestId,
    reason: &str,
) -> Result<Change<OfferRequest>, Error> {
    let row = tx.current(access.row::<offer_request::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), "group").await?;
    let status = next(STEPS, row.status, "refuse")?;
    tx.update::<offer_request::Entity>(row, |row| {
        row.status = Set(status);
        row.reason = Set(Some(reason.to_owned()));
        row.answered_at = Set(Some(tx.now()));
    })
    .await?;
    let change = Change::changed("refused", &before, view(tx, access, id).await?);
    Ok(change.because(Some(reason.to_owned())))
}

async fn view<P: Permit>(tx: &Tx, access: &Access<P>, id: OfferRequestId) -> Result<OfferRequest, Error> {
    request_of(tx, access.row(id), |permission| access.caller().holds(permission)).await
}
