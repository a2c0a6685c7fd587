//! What happens inside a unit of work when a tranche moves. Locks are taken in one order everywhere: application,
//! tranche, allotment, balances.

use chrono::NaiveDate;
use entity::{
    disbursement,
    enums::{AccountKind, ApplicationStatus, DisbursementStatus, PostingKind},
    grant_application,
    ids::{ApplicationId, DisbursementId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::{
    messages::{Disbursement, Payment, Refund},
    queries::disbursements_of,
    workflow::{advanced_vnd, step_of},
};
use crate::{
    access::{
        Access, Permit,
        permission::disbursements::{
            ApproveDisbursement, CancelDisbursement, PayDisbursement, RefundDisbursement, RequestDisbursement,
        },
    },
    allotments::commands::give_back,
    applications::{self, commands::SUBJECT, workflow::PAYING},
    appraisals::queries::check_outsider,
    error::{Error, Faults, Text},
    ledger::commands::{About, Movement, Side, exceeded, post},
    periods::queries::not_after_today,
    releases::queries::check,
    store::{Change, Entry, Tx},
    values::FieldCode,
    workflow::next,
};

/// The duty of those who approve and cancel; they do not belong to the group.
const DECIDE: &str = "decide";

/// A tranche and its application, both locked, with the tranche as it looked before.
struct Held {
    application: grant_application::Model,
    row: disbursement::Model,
    before: Disbursement,
}

async fn hold<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    id: DisbursementId,
    duty: &'static str,
) -> Result<Held, Error> {
    let application_id = tx.one(access.row::<disbursement::Entity>(id)).await?.application_id;
    let application = tx.lock(application_rows(tx, application_id)).await?;
    let row = tx.current(access.row::<disbursement::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, application_id.into(), duty).await?;
    if duty == DECIDE {
        check_outsider(tx, access.caller(), application.group_id).await?;
    }
    Ok(Held { application, row, before })
}

fn application_rows(tx: &Tx, id: ApplicationId) -> crate::access::Rows<grant_application::Entity> {
    tx.beyond_reach("the application of a tranche that was found")
        .filter(grant_application::Column::Id.eq(id))
}

/// A tranche as it is now, for whoever acts on it.
///
/// # Errors
/// 404 when there is none.
pub async fn view<P: Permit>(tx: &Tx, access: &Access<P>, id: DisbursementId) -> Result<Disbursement, Error> {
    let rows = tx.beyond_reach("a tranche that was found").filter(disbursement::Column::Id.eq(id));
    let found = disbursements_of(tx, rows, |_, permission| access.caller().holds(permission)).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Asks for a tranche.
pub(super) async fn request(
    tx: &Tx,
    access: &Access<RequestDisbursement>,
    id: DisbursementId,
) -> Result<Change<Disbursement>, Error> {
    let Held { application, row, before } = hold(tx, access, id, "enter").await?;
    let status = step_of(&row, application.status, "request")?;
    check(tx, &application, &row).await?;
    tx.update::<disbursement::Entity>(row, |row| {
        row.status = Set(status);
        row.requested_on = Set(Some(tx.today()));
    })
    .await?;
    Ok(Change::changed("requested", &before, view(tx, access, id).await?))
}

/// Approves a tranche.
pub(super) async fn approve(
    tx: &Tx,
    access: &Access<ApproveDisbursement>,
    id: DisbursementId,
) -> Result<Change<Disbursement>, Error> {
    let Held { application, row, before } = hold(tx, access, id, DECIDE).await?;
    let status = step_of(&row, application.status, "approve")?;
    check(tx, &application, &row).await?;
    tx.update::<disbursement::Entity>(row, |row| {
        row.status = Set(status);
        row.approved_on = Set(Some(tx.today()));
    })
    .await?;
    Ok(Change::changed("approved", &before, view(tx, access, id).await?))
}

/// Cancels a tranche that is not paid; its money is free for others.
pub(super) async fn cancel(
    tx: &Tx,
    access: &Access<CancelDisbursement>,
    id: DisbursementId,
) -> Result<Change<Disbursement>, Error> {
    let Held { application, row, before } = hold(tx, access, id, DECIDE).await?;
    let status = step_of(&row, application.status, "cancel")?;
    let row = tx.update::<disbursement::Entity>(row, |row| row.status = Set(status)).await?;
    give_back(tx, (row.allotment_id, application.id), row.amount_vnd).await?;
    Ok(Change::changed("cancelled", &before, view(tx, access, id).await?))
}

/// Cancels every tranche that is not paid, of an application that was locked and ends; what the journal says. All that
/// was promised and not paid is free for others, also what was taken back of payments.
///
/// # Errors
/// 409 `period_closed`.
pub async fn cancel_rest<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    application: &grant_application::Model,
) -> Result<Vec<Entry>, Error> {
    use DisbursementStatus as S;
    let rows = || {
        tx.beyond_reach::<disbursement::Entity>("tranches of an application that was found")
            .filter(disbursement::Column::ApplicationId.eq(application.id))
    };
    let live = tx.lock_all(rows().filter(disbursement::Column::Status.ne(S::Cancelled))).await?;
    let Some(allotment_id) = live.first().map(|row| row.allotment_id) else { return Ok(Vec::new()) };
    let free_vnd: i64 = live.iter().map(|row| row.amount_vnd - row.paid_vnd).sum();
    let is_open = |row: &disbursement::Model| matches!(row.status, S::Planned | S::Requested | S::Approved);
    let open: Vec<disbursement::Model> = live.into_iter().filter(is_open).collect();
    let ids: Vec<DisbursementId> = open.iter().map(|row| row.id).collect();
    let views = async || {
        let rows = rows().filter(disbursement::Column::Id.is_in(ids.iter().copied()));
        disbursements_of(tx, rows, |_, permission| access.caller().holds(permission)).await
    };
    let before = views().await?;
    for row in open {
        let cancelled = |row: &mut disbursement::ActiveModel| row.status = Set(S::Cancelled);
        tx.amend::<disbursement::Entity>(row, cancelled).await?;
    }
    if free_vnd > 0 {
        give_back(tx, (allotment_id, application.id), free_vnd).await?;
    }
    Ok(Entry::about_all("cancelled", &before, &views().await?))
}

/// Books the payment of a tranche, all of it.
pub(super) async fn pay(
    tx: &Tx,
    access: &Access<PayDisbursement>,
    id: DisbursementId,
    payment: &Payment,
) -> Result<Change<Disbursement>, Error> {
    let Held { application, row, before } = hold(tx, access, id, "pay").await?;
    let paid_on = payment.paid_on.into();
    check_day(tx, "/paid_on", paid_on, row.approved_on)?;
    let status = step_of(&row, application.status, "pay")?;
    let application_status = next(PAYING, application.status, "pay")?;
    check(tx, &application, &row).await?;
    let about = about(&row, payment.document_no.as_ref());
    let movement = Movement {
        kind: PostingKind::Payment,
        from: Side::of_allotment(AccountKind::Committed, row.allotment_id),
        to: Side::of_allotment(AccountKind::Advanced, row.allotment_id),
        amount_vnd: row.amount_vnd,
        on: paid_on,
        about,
    };
    post(tx, row.fund_id, movement).await?;
    let amount_vnd = row.amount_vnd;
    tx.update::<disbursement::Entity>(row, |row| {
        row.status = Set(status);
        row.paid_on = Set(Some(paid_on));
        row.paid_vnd = Set(amount_vnd);
    })
    .await?;
    let told = tell(tx, access, "paid", application, (application_status, amount_vnd)).await?;
    Ok(Change::changed("paid", &before, view(tx, access, id).await?).and(told))
}

/// Books money that a group gave back.
pub(super) async fn refund(
    tx: &Tx,
    access: &Access<RefundDisbursement>,
    id: DisbursementId,
    refund: &Refund,
) -> Result<Change<Disbursement>, Error> {
    let Held { application, row, before } = hold(tx, access, id, "pay").await?;
    let (refunded_on, amount_vnd) = (refund.refunded_on.into(), refund.amount_vnd.get());
    let mut faults = Faults::default();
    let text = Text::new("Phải lớn hơn 0.", "It must be more than zero.");
    faults.when(amount_vnd == 0, "/amount_vnd", FieldCode::OutOfRange, text);
    faults.keep(check_day(tx, "/refunded_on", refunded_on, row.paid_on))?;
    faults.check()?;
    let status = step_of(&row, application.status, "refund")?;
    let left_vnd = advanced_vnd(&row);
    if amount_vnd > left_vnd {
        return Err(exceeded("advanced", amount_vnd, left_vnd));
    }
    let movement = Movement {
        kind: PostingKind::Refund,
        from: Side::of_allotment(AccountKind::Advanced, row.allotment_id),
        to: Side::of_fund(AccountKind::Available, row.fund_id),
        amount_vnd,
        on: refunded_on,
        about: about(&row, refund.document_no.as_ref()),
    };
    post(tx, row.fund_id, movement).await?;
    let refunded_vnd = row.refunded_vnd + amount_vnd;
    tx.update::<disbursement::Entity>(row, |row| {
        row.status = Set(status);
        row.refunded_vnd = Set(refunded_vnd);
    })
    .await?;
    let kept = application.status;
    let told = tell(tx, access, "refunded", application, (kept, -amount_vnd)).await?;
    Ok(Change::changed("refunded", &before, view(tx, access, id).await?).and(told))
}

fn about(row: &disbursement::Model, document_no: &str) -> About {
    About {
        application_id: Some(row.application_id),
        disbursement: Some((row.id, row.attempt)),
        document_no: Some(document_no.to_owned()),
        ..About::default()
    }
}

/// Money moves today or before, and not before the step that allows it.
fn check_day(tx: &Tx, pointer: &str, day: NaiveDate, since: Option<NaiveDate>) -> Result<(), Error> {
    let mut faults = Faults::default();
    not_after_today(&mut faults, pointer, day, tx.today());
    let text = Text::new(
        "Không được trước ngày phê duyệt hoặc ngày chi của đợt này.",
        "It must not be before the approval, or the payment, of this tranche.",
    );
    faults.when(since.is_some_and(|since| day < since), pointer, FieldCode::Inconsistent, text);
    faults.check()
}

/// Writes on the application what was paid in all, and tells the journal.
async fn tell<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    action: &'static str,
    application: grant_application::Model,
    (status, paid_vnd): (ApplicationStatus, i64),
) -> Result<Entry, Error> {
    let (id, paid_vnd) = (application.id, application.paid_vnd + paid_vnd);
    let before = applications::commands::view(tx, access, id).await?;
    tx.amend::<grant_application::Entity>(application, |row| {
        row.status = Set(status);
        row.paid_vnd = Set(paid_vnd);
    })
    .await?;
    Ok(Entry::about(action, Some(&before), &applications::commands::view(tx, access, id).await?))
}
