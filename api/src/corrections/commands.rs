//! What happens inside a unit of work about corrections. Each locks the posting that was wrong, so that what is left of
//! it is taken back once.

use entity::{
    correction,
    enums::{CorrectionKind, CorrectionStatus, PostingKind},
    fund, grant_application,
    ids::{CorrectionId, FundId, PostingId},
    posting,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::{
    messages::{Correction, CorrectionRefusal, NewCorrection},
    workflow::STEPS,
};
use crate::{
    access::{
        Access, Caller,
        permission::funds::{ApproveCorrection, CreateCorrection, RejectCorrection},
    },
    appraisals::queries::check_outsider,
    correction_effects::commands::Effect,
    error::{Code, Error, Faults, Text},
    ledger::commands::{check_taking_back, exceeded, take_back},
    periods::queries::not_after_today,
    postings::queries::made,
    store::{Change, Entry, Tx},
    values::{FieldCode, Vnd},
    workflow::next,
};

const SUBJECT: &str = "correction";
const OF_APPLICATION: &str = "grant_application";

/// Asks for a correction.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateCorrection>,
    fund_id: FundId,
    new: &NewCorrection,
) -> Result<Change<Correction>, Error> {
    tx.one(access.row::<fund::Entity>(fund_id)).await?;
    let rows = access.row::<posting::Entity>(new.posting_id).filter(posting::Column::FundId.eq(fund_id));
    let found = match tx.lock(rows).await {
        Err(Error::NotFound) => None,
        found => Some(found?),
    };
    let mut faults = Faults::default();
    check_form(&mut faults, new, found.as_ref(), tx);
    faults.check()?;
    let original = found.ok_or(Error::NotFound)?;
    check_kind(original.kind)?;
    let id = new.id.unwrap_or_else(|| tx.new_id());
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    if let Some(application_id) = original.application_id {
        tx.take_duty(OF_APPLICATION, application_id.into(), "pay").await?;
    }
    let left = left_of(tx, &original).await? - asked_for(tx, original.id).await?;
    let amount_vnd = new.amount_vnd.map_or(left, Vnd::get);
    if new.kind == CorrectionKind::Reversal && left == 0 {
        return Err(Error::conflict(
            Code::StateConflict,
            Text::new(
                "Bút toán này đã được hoàn lại, hoặc đang chờ duyệt hoàn lại.",
                "This posting has been taken back, or is about to be.",
            ),
        ));
    }
    if amount_vnd > left {
        return Err(exceeded(POSTING, amount_vnd, left));
    }
    check_taking_back(tx, &original, new.posted_on.into()).await?;
    let row = correction::ActiveModel {
        id: Set(id),
        fund_id: Set(fund_id),
        posting_id: Set(original.id),
        kind: Set(new.kind),
        amount_vnd: Set(amount_vnd),
        posted_on: Set(new.posted_on.into()),
        reason: Set(new.reason.as_ref().to_owned()),
        status: Set(CorrectionStatus::Requested),
        result_id: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let made = Correction::of(tx.insert(row).await?, access.caller());
    Ok(Change::created(made).because(Some(new.reason.as_ref().to_owned())))
}

/// The limit that findings name: what is left of a posting.
const POSTING: &str = "posting";

fn check_form(faults: &mut Faults, new: &NewCorrection, original: Option<&posting::Model>, tx: &Tx) {
    let text = Text::new("Quỹ không có bút toán này.", "The fund has no such posting.");
    faults.unknown(original.is_none(), "/posting_id", text);
    not_after_today(faults, "/posted_on", new.posted_on.into(), tx.today());
    let text =
        Text::new("Không được trước ngày của bút toán.", "It must not be before the day of the posting.");
    let is_before = original.is_some_and(|original| new.posted_on.date() < original.posted_on);
    faults.when(is_before, "/posted_on", FieldCode::Inconsistent, text);
    let text = Text::new(
        "Hoàn lại toàn bộ thì không nêu số tiền.",
        "A reversal takes back all that is left; it names no amount.",
    );
    let (is_reversal, has_amount) = (new.kind == CorrectionKind::Reversal, new.amount_vnd.is_some());
    faults.when(is_reversal && has_amount, "/amount_vnd", FieldCode::Inconsistent, text);
    let text = Text::new("Điều chỉnh thì phải nêu số tiền.", "An adjustment names the amount it takes back.");
    faults.when(!is_reversal && !has_amount, "/amount_vnd", FieldCode::Required, text);
}

/// Refuses what is not taken back by a correction.
fn check_kind(kind: PostingKind) -> Result<(), Error> {
    let detail = match kind {
        PostingKind::Funding
        | PostingKind::Payment
        | PostingKind::Acceptance
        | PostingKind::Refund
        | PostingKind::Contribution => return Ok(()),
        PostingKind::Reversal | PostingKind::Adjustment => Text::new(
            "Bút toán hoàn lại không được hoàn lại; hãy ghi lại nghiệp vụ cho đúng.",
            "What took a posting back is not taken back itself; post again what was right.",
        ),
        PostingKind::Reservation
        | PostingKind::Release
        | PostingKind::Commitment
        | PostingKind::Decommitment => Text::new(
            "Tiền giữ chỗ và cam kết được trả lại qua đợt xét và hồ sơ, không qua bút toán sửa.",
            "Money set aside or promised is given back through its call or application, not by a correction.",
        ),
    };
    Err(Error::conflict(Code::StateConflict, detail))
}

/// What has not been taken back of a posting.
async fn left_of(tx: &Tx, original: &posting::Model) -> Result<i64, Error> {
    let rows = tx
        .beyond_reach::<posting::Entity>("what took back a posting that was found")
        .filter(posting::Column::CitesId.eq(original.id));
    let taken: i64 = tx.all(rows).await?.iter().map(|posting| posting.amount_vnd).sum();
    Ok(original.amount_vnd - taken)
}

/// What corrections that wait for a decision would take back of a posting.
async fn asked_for(tx: &Tx, id: PostingId) -> Result<i64, Error> {
    let rows = tx
        .beyond_reach::<correction::Entity>("corrections of a posting that was found")
        .filter(correction::Column::PostingId.eq(id))
        .filter(correction::Column::Status.eq(CorrectionStatus::Requested));
    Ok(tx.all(rows).await?.iter().map(|correction| correction.amount_vnd).sum())
}

/// Approves a correction: posts it, and changes the sums of tranche and application with it.
pub(super) async fn approve(
    tx: &Tx,
    access: &Access<ApproveCorrection>,
    (fund_id, id): (FundId, CorrectionId),
) -> Result<Change<Correction>, Error> {
    let rows = access.row::<correction::Entity>(id).filter(correction::Column::FundId.eq(fund_id));
    let row = tx.current(rows).await?;
    let status = next(STEPS, row.status, "approve")?;
    let original = decided(tx, access.caller(), &row).await?;
    let left = left_of(tx, &original).await?;
    if row.amount_vnd > left {
        return Err(exceeded(POSTING, row.amount_vnd, left));
    }
    let effect = Effect::of(tx, &original, row.amount_vnd).await?;
    let kind = match row.kind {
        CorrectionKind::Reversal => PostingKind::Reversal,
        CorrectionKind::Adjustment => PostingKind::Adjustment,
    };
    let result = take_back(tx, &original, kind, row.amount_vnd, row.posted_on, row.reason.clone()).await?;
    let entries = effect.carry_out(tx).await?;
    let before = Correction::of(row.clone(), access.caller());
    let row = tx
        .update::<correction::Entity>(row, |row| {
            row.status = Set(status);
            row.result_id = Set(Some(result.id));
        })
        .await?;
    let posted = Entry::about("created", None, &made(tx, result.id).await?);
    let after = Correction::of(row, access.caller());
    Ok(Change::changed("approved", &before, after).and(posted).and_all(entries))
}

/// Rejects a correction.
pub(super) async fn reject(
    tx: &Tx,
    access: &Access<RejectCorrection>,
    (fund_id, id): (FundId, CorrectionId),
    body: &CorrectionRefusal,
) -> Result<Change<Correction>, Error> {
    let rows = access.row::<correction::Entity>(id).filter(correction::Column::FundId.eq(fund_id));
    let row = tx.current(rows).await?;
    let status = next(STEPS, row.status, "reject")?;
    decided(tx, access.caller(), &row).await?;
    let before = Correction::of(row.clone(), access.caller());
    let row = tx.update::<correction::Entity>(row, |row| row.status = Set(status)).await?;
    let done = Change::changed("rejected", &before, Correction::of(row, access.caller()));
    Ok(done.because(Some(body.reason.as_ref().to_owned())))
}

/// The posting that a decision is about, locked, once the caller may decide on it. The application is locked before it,
/// as by those who take out a contribution, so that nobody waits in a circle.
async fn decided(tx: &Tx, caller: &Caller, row: &correction::Model) -> Result<posting::Model, Error> {
    let postings = || {
        tx.beyond_reach::<posting::Entity>("the posting of a correction that was found")
            .filter(posting::Column::Id.eq(row.posting_id))
    };
    tx.take_duty(SUBJECT, row.id.into(), "decide").await?;
    if let Some(application_id) = tx.one(postings()).await?.application_id {
        let rows =
            tx.beyond_reach::<grant_application::Entity>("the application of a posting that was found");
        let application = tx.lock(rows.filter(grant_application::Column::Id.eq(application_id))).await?;
        tx.take_duty(OF_APPLICATION, application_id.into(), "decide").await?;
        check_outsider(tx, caller, application.group_id).await?;
    }
    tx.lock(postings()).await
}
