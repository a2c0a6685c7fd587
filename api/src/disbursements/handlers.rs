//! One function per operation on tranches.

use entity::{disbursement, ids::DisbursementId};
use uuid::Uuid;

use super::{
    commands,
    messages::{Disbursement, DisbursementFilter, Payment, Refund, Tranche},
    queries::{Reached, disbursements_of, order, shown, view_of},
};
use crate::{
    access::{
        Access,
        permission::disbursements::{
            ApproveDisbursement, CancelDisbursement, PayDisbursement, ReadDisbursements, RefundDisbursement,
            RequestDisbursement,
        },
    },
    error::Error,
    http::{Found, Json, List, Nothing, Page, Path, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::Paged,
};

pub(super) async fn list_disbursements(
    access: Access<ReadDisbursements>,
    list: List<DisbursementFilter>,
) -> Result<Page<Disbursement>, Error> {
    let rows = access.rows::<disbursement::Entity>().filter(list.filter.condition());
    let page: Paged<Tranche> = access.page(rows, &list.page, &order(list.page.sort), shown).await?;
    let ids: Vec<Uuid> = page.items.iter().map(|tranche| tranche.row.id.into()).collect();
    let reached = Reached::of(&access, &ids).await?;
    let view = |tranche| view_of(tranche, |id, permission| reached.holds(id, permission));
    let items = page.items.into_iter().map(view).collect::<Result<_, _>>()?;
    Ok(Page(Paged { items, limit: page.limit, next_cursor: page.next_cursor, total: page.total }))
}

pub(super) async fn get_disbursement(
    access: Access<ReadDisbursements>,
    Path(id): Path<DisbursementId>,
) -> Result<Found<Disbursement>, Error> {
    let reached = Reached::of(&access, &[id.into()]).await?;
    let holds = |id, permission| reached.holds(id, permission);
    let found = disbursements_of(&access, access.row(id), holds).await?;
    found.into_iter().next().map(Found::Read).ok_or(Error::NotFound)
}

pub(super) async fn request_disbursement(
    access: Access<RequestDisbursement>,
    Path(id): Path<DisbursementId>,
    revision: Revision,
) -> Result<Found<Disbursement>, Error> {
    let work = async |tx: &_| commands::request(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn approve_disbursement(
    access: Access<ApproveDisbursement>,
    Path(id): Path<DisbursementId>,
    revision: Revision,
) -> Result<Found<Disbursement>, Error> {
    access.require_recent_sign_in()?;
    let work = async |tx: &_| commands::approve(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn cancel_disbursement(
    access: Access<CancelDisbursement>,
    Path(id): Path<DisbursementId>,
    revision: Revision,
) -> Result<Found<Disbursement>, Error> {
    let work = async |tx: &_| commands::cancel(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn pay_disbursement(
    access: Access<PayDisbursement>,
    Path(id): Path<DisbursementId>,
    revision: Revision,
    payment: Json<Payment>,
) -> Result<Found<Disbursement>, Error> {
    access.require_recent_sign_in()?;
    let work = async |tx: &_| commands::pay(tx, &access, id, &payment).await;
    access.change(&revision, &payment, work).await.map(Found::Changed)
}

pub(super) async fn refund_disbursement(
    access: Access<RefundDisbursement>,
    Path(id): Path<DisbursementId>,
    revision: Revision,
    refund: Json<Refund>,
) -> Result<Found<Disbursement>, Error> {
    let work = async |tx: &_| commands::refund(tx, &access, id, &refund).await;
    access.change(&revision, &refund, work).await.map(Found::Changed)
}

pub(super) async fn list_disbursement_history(
    access: Access<ReadDisbursements>,
    Path(id): Path<DisbursementId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<disbursement::Entity>(id)).await?;
    crate::journal::queries::history::<ReadDisbursements, Disbursement>(&access, id.into(), &list)
        .await
        .map(Page)
}
