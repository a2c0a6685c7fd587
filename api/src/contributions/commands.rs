//! What happens inside a unit of work when a contribution is entered or taken out. Holds the application's lock.

use entity::{
    contribution_entry,
    enums::{AccountKind, ApplicationStatus, ContributionKind, PostingKind, VoidReason},
    grant_application,
    ids::{AllotmentId, ApplicationId, ContributionId, PostingId},
    posting,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::messages::{Contribution, NewContribution};
use crate::{
    access::{
        Access,
        permission::grants::{CreateContribution, DeleteContribution},
    },
    applications::{
        commands::SUBJECT,
        queries::{is_settled, not_open},
    },
    attachments::queries::evidence,
    error::{Error, Faults, Text},
    ledger::commands::{About, Movement, Side, post, take_back},
    periods::queries::not_after_today,
    store::{Change, Tx},
    values::FieldCode,
};

/// Enters what a group gave.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateContribution>,
    id: ApplicationId,
    new: &NewContribution,
) -> Result<Change<Contribution>, Error> {
    let application = tx.lock(access.row::<grant_application::Entity>(id)).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    let (value_vnd, given_on) = (new.value_vnd.get(), new.given_on.into());
    let mut faults = Faults::default();
    let text = Text::new("Phải lớn hơn 0.", "It must be more than zero.");
    faults.when(value_vnd == 0, "/value_vnd", FieldCode::OutOfRange, text);
    not_after_today(&mut faults, "/given_on", given_on, tx.today());
    if let Some(file) = new.attachment_id {
        faults.keep(evidence(tx, access, id, file).await)?;
    }
    faults.check()?;
    let allotment_id = taking(tx, &application, new.kind).await?;
    let movement = Movement {
        kind: PostingKind::Contribution,
        from: Side::of_allotment(AccountKind::GroupContribution, allotment_id),
        to: Side::of_allotment(AccountKind::Contributed, allotment_id),
        amount_vnd: value_vnd,
        on: given_on,
        about: About { application_id: Some(id), ..About::default() },
    };
    let kept = post(tx, application.fund_id, movement).await?;
    let row = tx.insert(row(tx, &application, new, kept.id)).await?;
    Ok(Change::created(Contribution::of(row, &application)))
}

fn row(
    tx: &Tx,
    application: &grant_application::Model,
    new: &NewContribution,
    posting_id: PostingId,
) -> contribution_entry::ActiveModel {
    contribution_entry::ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        application_id: Set(application.id),
        group_id: Set(application.group_id),
        kind: Set(new.kind),
        value_vnd: Set(new.value_vnd.get()),
        valuation: Set(new.valuation.as_ref().to_owned()),
        given_on: Set(new.given_on.into()),
        attachment_id: Set(new.attachment_id),
        posting_id: Set(posting_id),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

/// The allotment whose books keep contributions of a kind, or 409: they count from the agreement, savings from the
/// approval, until the settlement.
async fn taking(
    tx: &Tx,
    application: &grant_application::Model,
    kind: ContributionKind,
) -> Result<AllotmentId, Error> {
    use ApplicationStatus as S;
    let is_open = match application.status {
        S::Agreement | S::Disbursing | S::Suspended | S::Acceptance => true,
        S::Approved => kind == ContributionKind::Savings,
        S::Draft
        | S::Submitted
        | S::Screening
        | S::Returned
        | S::Appraisal
        | S::Deferred
        | S::Rejected
        | S::Completed
        | S::Terminated
        | S::Withdrawn => false,
    };
    match application.allotment_id {
        Some(allotment_id) if is_open && !is_settled(tx, application).await? => Ok(allotment_id),
        _ => Err(not_open(tx, application).await),
    }
}

/// Takes out a contribution that was entered in error; the books take it back.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteContribution>,
    (application_id, id): (ApplicationId, ContributionId),
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let application = tx.lock(access.row::<grant_application::Entity>(application_id)).await?;
    let rows = access
        .row::<contribution_entry::Entity>(id)
        .filter(contribution_entry::Column::ApplicationId.eq(application_id));
    let row = tx.current(rows).await?;
    tx.take_duty(SUBJECT, application_id.into(), "enter").await?;
    taking(tx, &application, row.kind).await?;
    let before = Contribution::of(row.clone(), &application);
    reverse(tx, row.posting_id, reason).await?;
    tx.update::<contribution_entry::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}

/// Takes back what is left of a posting, today.
async fn reverse(tx: &Tx, id: PostingId, reason: VoidReason) -> Result<(), Error> {
    let postings = || tx.beyond_reach::<posting::Entity>("the posting of a contribution that was found");
    let original = tx.lock(postings().filter(posting::Column::Id.eq(id))).await?;
    let later = tx.all(postings().filter(posting::Column::CitesId.eq(id))).await?;
    let left_vnd = original.amount_vnd - later.iter().map(|later| later.amount_vnd).sum::<i64>();
    if left_vnd == 0 {
        return Ok(());
    }
    let note = reason.to_value();
    take_back(tx, &original, PostingKind::Reversal, left_vnd, tx.today(), note).await.map(drop)
}
