//! Promising money of an allotment under its lock, and giving it back.

use chrono::NaiveDate;
use entity::{
    call_allotment,
    enums::{AccountKind, PostingKind},
    ids::{AllotmentId, ApplicationId},
    posting,
};
use sea_orm::ColumnTrait;

use crate::{
    error::{Code, Error, Finding},
    ledger::commands::{About, Movement, Side, over, post},
    store::Tx,
};

/// Promises money of an allotment: its row is locked until the unit of work ends, which makes promises of the same
/// allotment wait for each other, and no others.
///
/// # Errors
/// 409 `funds_exceeded` with what is left, beside the limits that the caller found exceeded already.
pub async fn promise(
    tx: &Tx,
    (allotment_id, application_id): (AllotmentId, ApplicationId),
    amount_vnd: i64,
    on: NaiveDate,
    mut findings: Vec<Finding>,
) -> Result<posting::Model, Error> {
    let rows = tx
        .beyond_reach::<call_allotment::Entity>("the allotment of an application that was found")
        .filter(call_allotment::Column::Id.eq(allotment_id));
    let allotment = tx.lock(rows).await?;
    let left = allotment.limit_vnd - allotment.committed_vnd;
    if amount_vnd > left {
        findings.push(over("call_allotment", amount_vnd, left));
    }
    if !findings.is_empty() {
        return Err(Error::unmet(Code::FundsExceeded, &findings));
    }
    tx.add_to::<call_allotment::Entity>(allotment_id, call_allotment::Column::CommittedVnd, amount_vnd)
        .await?;
    let movement = Movement {
        kind: PostingKind::Commitment,
        from: Side::of_allotment(AccountKind::Reserved, allotment_id),
        to: Side::of_allotment(AccountKind::Committed, allotment_id),
        amount_vnd,
        on,
        about: About { application_id: Some(application_id), ..About::default() },
    };
    post(tx, allotment.fund_id, movement).await
}

/// Gives promised money that will not be paid back to the allotment, whose row is locked as by [`promise`].
///
/// # Errors
/// As [`post`].
pub async fn unpromise(
    tx: &Tx,
    allotment_id: AllotmentId,
    amount_vnd: i64,
    on: NaiveDate,
    application_id: ApplicationId,
) -> Result<Option<posting::Model>, Error> {
    if amount_vnd == 0 {
        return Ok(None);
    }
    let rows = tx
        .beyond_reach::<call_allotment::Entity>("the allotment of an application that was found")
        .filter(call_allotment::Column::Id.eq(allotment_id));
    let allotment = tx.lock(rows).await?;
    tx.add_to::<call_allotment::Entity>(allotment_id, call_allotment::Column::CommittedVnd, -amount_vnd)
        .await?;
    let movement = Movement {
        kind: PostingKind::Decommitment,
        from: Side::of_allotment(AccountKind::Committed, allotment_id),
        to: Side::of_allotment(AccountKind::Reserved, allotment_id),
        amount_vnd,
        on,
        about: About { application_id: Some(application_id), ..About::default() },
    };
    post(tx, allotment.fund_id, movement).await.map(Some)
}
