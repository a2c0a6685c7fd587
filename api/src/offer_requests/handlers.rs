//! One function per operation on requests.

use entity::{ids::OfferRequestId, offer_request};
use uuid::Uuid;

use super::{
    commands,
    messages::{Asked, NewOfferRequest, OfferRequest, OfferRequestFilter},
    queries::{order, request_of, shown},
    workflow::STEPS,
};
use crate::{
    access::{
        Access,
        permission::offers::{CreateOfferRequest, GrantOfferRequest, ReadOfferRequests, RefuseOfferRequest},
    },
    decisions::messages::Because,
    error::Error,
    http::{Created, Found, Json, List, Nothing, Page, Path, Revision},
    journal::{
        messages::{HistoryFilter, SidedHistoryEntry},
        queries::history_of_sides,
    },
    store::Paged,
    workflow::open,
};

pub(super) async fn list_offer_requests(
    access: Access<ReadOfferRequests>,
    list: List<OfferRequestFilter>,
) -> Result<Page<OfferRequest>, Error> {
    let rows = access.rows::<offer_request::Entity>().filter(list.filter.condition());
    let page: Paged<Asked> = access.page(rows, &list.page, &order(list.page.sort), shown).await?;
    let ids: Vec<Uuid> = page.items.iter().map(|asked| asked.row.id.into()).collect();
    let answerable = access.also::<GrantOfferRequest, offer_request::Entity>(&ids).await?;
    Ok(Page(page.map(|asked| {
        let is_answerable = answerable.contains(&asked.row.id.into());
        let actions = open(STEPS, asked.row.status, |needs| is_answerable && access.caller().holds(needs));
        OfferRequest::of(asked, actions)
    })))
}

pub(super) async fn get_offer_request(
    access: Access<ReadOfferRequests>,
    Path(id): Path<OfferRequestId>,
) -> Result<Found<OfferRequest>, Error> {
    let answerable = access.also::<GrantOfferRequest, offer_request::Entity>(&[id.into()]).await?;
    let holds = |permission| answerable.contains(&id.into()) && access.caller().holds(permission);
    request_of(&access, access.row(id), holds).await.map(Found::Read)
}

pub(super) async fn create_offer_request(
    access: Access<CreateOfferRequest>,
    new: Json<NewOfferRequest>,
) -> Result<Created<OfferRequest>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn grant_offer_request(
    access: Access<GrantOfferRequest>,
    Path(id): Path<OfferRequestId>,
    revision: Revision,
) -> Result<Found<OfferRequest>, Error> {
    let work = async |tx: &_| commands::grant(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn refuse_offer_request(
    access: Access<RefuseOfferRequest>,
    Path(id): Path<OfferRequestId>,
    revision: Revision,
    because: Json<Because>,
) -> Result<Found<OfferRequest>, Error> {
    let reason = because.reason.as_ref();
    let work = async |tx: &_| commands::refuse(tx, &access, id, reason).await;
    access.change(&revision, &because, work).await.map(Found::Changed)
}

pub(super) async fn list_offer_request_history(
    access: Access<ReadOfferRequests>,
    Path(id): Path<OfferRequestId>,
    list: List<HistoryFilter>,
) -> Result<Page<SidedHistoryEntry>, Error> {
    let row = access.one(access.row::<offer_request::Entity>(id)).await?;
    let about = (id.into(), row.partner_id);
    history_of_sides::<ReadOfferRequests, OfferRequest>(&access, about, &list).await.map(Page)
}
