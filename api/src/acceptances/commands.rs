//! What happens inside a unit of work when works are accepted. Holds the locks of the application and of the tranche.

use entity::{
    acceptance, disbursement,
    enums::{AcceptanceResult, AccountKind, ApplicationStatus, DisbursementStatus, PostingKind},
    grant_application,
    ids::{ApplicationId, AttachmentId, DisbursementId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::{
    messages::{Acceptance, FinalAcceptance, NewAcceptance},
    queries::missing,
};
use crate::{
    access::{
        Access, Permit, RowLevel,
        permission::grants::{AcceptApplication, CreateAcceptance},
    },
    applications::{
        commands::{SUBJECT, view},
        messages::GrantApplication,
        queries::{next_of, not_open},
    },
    appraisals::queries::check_impartial,
    attachments::queries::evidence,
    disbursements::{self, workflow::advanced_vnd},
    error::{Code, Error, Faults, Text},
    ledger::commands::{About, Movement, Side, exceeded, post},
    periods::queries::not_after_today,
    store::{Change, Entry, Tx},
    values::{FieldCode, Vnd},
};

/// Enters minutes on a tranche.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateAcceptance>,
    id: ApplicationId,
    new: &NewAcceptance,
) -> Result<Change<Acceptance>, Error> {
    let application = tx.lock(access.row::<grant_application::Entity>(id)).await?;
    tx.take_duty(SUBJECT, id.into(), "appraise").await?;
    check_impartial(tx, access.caller(), &application).await?;
    let tranche = tx
        .beyond_reach::<disbursement::Entity>("tranches of an application that was found")
        .filter(disbursement::Column::ApplicationId.eq(id))
        .filter(disbursement::Column::Id.eq(new.disbursement_id));
    let tranche = tx.lock_all(tranche).await?.pop();
    let mut faults = faults_of(tx, new, tranche.as_ref());
    check_file(tx, access, &mut faults, (id, new.attachment_id)).await?;
    faults.check()?;
    let tranche = tranche.ok_or(Error::NotFound)?;
    let amount_vnd = new.amount_vnd.get();
    check_state(tx, &application, &tranche, amount_vnd).await?;
    let row = acceptance::ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        application_id: Set(id),
        disbursement_id: Set(Some(tranche.id)),
        number: Set(new.number.as_ref().to_owned()),
        accepted_on: Set(new.accepted_on.into()),
        result: Set(new.result),
        amount_vnd: Set(amount_vnd),
        remark: Set(new.remark.as_ref().map(|text| text.as_ref().to_owned())),
        attachment_id: Set(new.attachment_id),
        created_at: Set(tx.now()),
    };
    let row = tx.insert(row).await?;
    let made = Change::created(Acceptance::of(row, &application));
    if amount_vnd == 0 {
        return Ok(made);
    }
    let told = book(tx, access, application, tranche, new).await?;
    Ok(made.and_all(told))
}

fn faults_of(tx: &Tx, new: &NewAcceptance, tranche: Option<&disbursement::Model>) -> Faults {
    let (mut faults, accepted_on) = (Faults::default(), new.accepted_on.into());
    let text = Text::new("Hồ sơ không có đợt này.", "The application has no such tranche.");
    faults.unknown(tranche.is_none(), "/disbursement_id", text);
    not_after_today(&mut faults, "/accepted_on", accepted_on, tx.today());
    let paid_on = tranche.and_then(|tranche| tranche.paid_on);
    let text = Text::new("Không được trước ngày chi.", "It must not be before the payment.");
    let is_early = paid_on.is_some_and(|paid_on| accepted_on < paid_on);
    faults.when(is_early, "/accepted_on", FieldCode::Inconsistent, text);
    let text = Text::new(
        "Không đạt thì bằng 0, đạt thì lớn hơn 0.",
        "It is 0 when the works failed, and more than 0 otherwise.",
    );
    let is_off = (new.result == AcceptanceResult::Failed) != (new.amount_vnd == Vnd::ZERO);
    faults.when(is_off, "/amount_vnd", FieldCode::Inconsistent, text);
    faults
}

async fn check_file<P: RowLevel + Permit>(
    tx: &Tx,
    access: &Access<P>,
    faults: &mut Faults,
    (id, file): (ApplicationId, Option<AttachmentId>),
) -> Result<(), Error> {
    if let Some(file) = file {
        faults.keep(evidence(tx, access, id, file).await)?;
    }
    Ok(())
}

/// Works are accepted while the grant is being paid, suspended or not, up to what the group holds of the tranche.
async fn check_state(
    tx: &Tx,
    application: &grant_application::Model,
    tranche: &disbursement::Model,
    amount_vnd: i64,
) -> Result<(), Error> {
    if !matches!(application.status, ApplicationStatus::Disbursing | ApplicationStatus::Suspended) {
        return Err(not_open(tx, application).await);
    }
    if tranche.status != DisbursementStatus::Paid {
        let text = Text::new("Đợt này chưa được chi.", "This tranche is not paid.");
        return Err(Error::conflict(Code::StateConflict, text));
    }
    let left_vnd = advanced_vnd(tranche);
    if amount_vnd > left_vnd {
        return Err(exceeded("advanced", amount_vnd, left_vnd));
    }
    Ok(())
}

/// Posts accepted works and adds them to the sums of tranche and application; what the journal says.
async fn book(
    tx: &Tx,
    access: &Access<CreateAcceptance>,
    application: grant_application::Model,
    tranche: disbursement::Model,
    new: &NewAcceptance,
) -> Result<[Entry; 2], Error> {
    let (id, tranche_id, amount_vnd) = (application.id, tranche.id, new.amount_vnd.get());
    let before = view(tx, access, id).await?;
    let tranche_before = tranche_view(tx, access, tranche_id).await?;
    let movement = Movement {
        kind: PostingKind::Acceptance,
        from: Side::of_allotment(AccountKind::Advanced, tranche.allotment_id),
        to: Side::of_allotment(AccountKind::Spent, tranche.allotment_id),
        amount_vnd,
        on: new.accepted_on.into(),
        about: About {
            application_id: Some(id),
            disbursement: Some((tranche_id, tranche.attempt)),
            document_no: Some(new.number.as_ref().to_owned()),
            ..About::default()
        },
    };
    post(tx, application.fund_id, movement).await?;
    let accepted_vnd = tranche.accepted_vnd + amount_vnd;
    tx.amend::<disbursement::Entity>(tranche, |row| row.accepted_vnd = Set(accepted_vnd)).await?;
    let accepted_vnd = application.accepted_vnd + amount_vnd;
    tx.amend::<grant_application::Entity>(application, |row| row.accepted_vnd = Set(accepted_vnd)).await?;
    let tranche_after = tranche_view(tx, access, tranche_id).await?;
    Ok([
        Entry::about("works_accepted", Some(&tranche_before), &tranche_after),
        Entry::about("works_accepted", Some(&before), &view(tx, access, id).await?),
    ])
}

async fn tranche_view(
    tx: &Tx,
    access: &Access<CreateAcceptance>,
    id: DisbursementId,
) -> Result<disbursements::messages::Disbursement, Error> {
    disbursements::commands::view(tx, access, id).await
}

/// Accepts the works as a whole.
pub(super) async fn accept(
    tx: &Tx,
    access: &Access<AcceptApplication>,
    id: ApplicationId,
    new: &FinalAcceptance,
) -> Result<Change<GrantApplication>, Error> {
    let application = tx.current(access.row::<grant_application::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), "appraise").await?;
    check_impartial(tx, access.caller(), &application).await?;
    let mut faults = Faults::default();
    not_after_today(&mut faults, "/accepted_on", new.accepted_on.into(), tx.today());
    let text = Text::new("Không đạt thì không nghiệm thu.", "Works that failed are not accepted.");
    faults.when(new.result == AcceptanceResult::Failed, "/result", FieldCode::Inconsistent, text);
    check_file(tx, access, &mut faults, (id, new.attachment_id)).await?;
    faults.check()?;
    let status = next_of(tx, &application, "accept").await?;
    let findings = missing(tx, &application).await?;
    if !findings.is_empty() {
        return Err(Error::unmet(Code::ConditionsUnmet, &findings));
    }
    let row = acceptance::ActiveModel {
        id: Set(tx.new_id()),
        application_id: Set(id),
        disbursement_id: Set(None),
        number: Set(new.number.as_ref().to_owned()),
        accepted_on: Set(new.accepted_on.into()),
        result: Set(new.result),
        amount_vnd: Set(application.accepted_vnd),
        remark: Set(new.remark.as_ref().map(|text| text.as_ref().to_owned())),
        attachment_id: Set(new.attachment_id),
        created_at: Set(tx.now()),
    };
    let minutes = Acceptance::of(tx.insert(row).await?, &application);
    tx.update::<grant_application::Entity>(application, |row| row.status = Set(status)).await?;
    let told = Entry::about("created", None, &minutes);
    Ok(Change::changed("accepted", &before, view(tx, access, id).await?).and(told))
}
