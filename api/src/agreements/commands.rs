//! What happens inside a unit of work when an agreement is signed, suspended, taken up again or ended.

use chrono::NaiveDate;
use entity::{
    agreement, disbursement,
    enums::{DisbursementStatus, Office},
    grant_application, grant_call, group_office,
    ids::ApplicationId,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::messages::NewAgreement;
use crate::{
    access::{
        Access,
        permission::grants::{ResumeApplication, SignAgreement, SuspendApplication, TerminateApplication},
    },
    applications::{commands::view, messages::GrantApplication, queries::next_of},
    areas::queries::holds_on,
    call_rules::queries::rules_of,
    decisions::commands::decided,
    disbursements::commands::cancel_rest,
    eligibility::queries::inactive,
    error::{Code, Error, Faults, Text},
    periods::queries::not_after_today,
    store::{Change, Tx},
    values::FieldCode,
};

/// Signs the agreement and makes the tranches.
pub(super) async fn sign(
    tx: &Tx,
    access: &Access<SignAgreement>,
    id: ApplicationId,
    new: &NewAgreement,
) -> Result<Change<GrantApplication>, Error> {
    let (row, before) = decided(tx, access, id).await?;
    let on: NaiveDate = new.signed_on.into();
    let mut faults = Faults::default();
    not_after_today(&mut faults, "/signed_on", on, tx.today());
    let text = Text::new("Không được trước ngày quyết định.", "It must not be before the decision.");
    faults.when(row.decided_on.is_some_and(|day| on < day), "/signed_on", FieldCode::Inconsistent, text);
    let heads = tx
        .beyond_reach::<group_office::Entity>("the head of the group of an application that was found")
        .filter(group_office::Column::GroupId.eq(row.group_id))
        .filter(group_office::Column::MembershipId.eq(new.signer_membership_id))
        .filter(group_office::Column::Office.eq(Office::Head))
        .filter(holds_on(group_office::Column::FromOn, group_office::Column::UntilOn, on));
    let text =
        Text::new("Phải là tổ trưởng của nhóm vào ngày ký.", "It must be the head of the group on that day.");
    let is_other = tx.find(heads).await?.is_none();
    faults.when(is_other, "/signer_membership_id", FieldCode::Inconsistent, text);
    faults.check()?;
    let status = next_of(tx, &row, "sign-agreement").await?;
    if let Some(finding) = inactive(tx, row.group_id).await? {
        return Err(Error::unmet(Code::ConditionsUnmet, &[finding]));
    }
    let (Some(grant_vnd), Some(_)) = (row.approved_vnd, row.allotment_id) else {
        return Err(Error::internal("an approved application without an amount"));
    };
    let signed = agreement::ActiveModel {
        application_id: Set(id),
        number: Set(new.number.as_ref().to_owned()),
        signed_on: Set(on),
        signer_membership_id: Set(new.signer_membership_id),
        grant_vnd: Set(grant_vnd),
        created_at: Set(tx.now()),
    };
    tx.insert_all(vec![signed]).await?;
    tx.insert_all(tranches(tx, &row, grant_vnd).await?).await?;
    tx.update::<grant_application::Entity>(row, |row| row.status = Set(status)).await?;
    Ok(Change::changed("agreement_signed", &before, view(tx, access, id).await?))
}

/// The tranches as the call plans them; the last takes what rounding left over. What must hold before a tranche that
/// rounding leaves empty must hold before the next one.
async fn tranches(
    tx: &Tx,
    row: &grant_application::Model,
    grant_vnd: i64,
) -> Result<Vec<disbursement::ActiveModel>, Error> {
    let calls = tx.beyond_reach::<grant_call::Entity>("the call of an application that was found");
    let rules = rules_of(&tx.one(calls.filter(grant_call::Column::Id.eq(row.call_id))).await?)?;
    let allotment_id = row.allotment_id.ok_or_else(|| Error::internal("no allotment"))?;
    let (mut left, mut rows, mut conditions) = (grant_vnd, Vec::new(), Vec::new());
    let last = rules.tranches.len();
    for (n, plan) in (1..).zip(&rules.tranches) {
        let share = rules.rounding.share(grant_vnd, plan.share_bps.get().into()).min(left);
        let amount_vnd = if n == last { left } else { share };
        left -= amount_vnd;
        conditions.extend(
            plan.conditions.iter().filter(|one| !conditions.contains(*one)).copied().collect::<Vec<_>>(),
        );
        if amount_vnd == 0 {
            continue;
        }
        let conditions = std::mem::take(&mut conditions);
        rows.push(disbursement::ActiveModel {
            id: Set(tx.new_id()),
            application_id: Set(row.id),
            group_id: Set(row.group_id),
            commune_id: Set(row.commune_id),
            fund_id: Set(row.fund_id),
            allotment_id: Set(allotment_id),
            n: Set(i32::try_from(n).map_err(Error::internal)?),
            amount_vnd: Set(amount_vnd),
            status: Set(DisbursementStatus::Planned),
            conditions: Set(serde_json::to_string(&conditions).map_err(Error::internal)?),
            requested_on: Set(None),
            approved_on: Set(None),
            paid_on: Set(None),
            attempt: Set(1),
            paid_vnd: Set(0),
            refunded_vnd: Set(0),
            accepted_vnd: Set(0),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        });
    }
    Ok(rows)
}

/// Suspends a grant.
pub(super) async fn suspend(
    tx: &Tx,
    access: &Access<SuspendApplication>,
    id: ApplicationId,
    reason: &str,
) -> Result<Change<GrantApplication>, Error> {
    let (row, before) = decided(tx, access, id).await?;
    let status = next_of(tx, &row, "suspend").await?;
    tx.update::<grant_application::Entity>(row, |row| row.status = Set(status)).await?;
    let change = Change::changed("suspended", &before, view(tx, access, id).await?);
    Ok(change.because(Some(reason.to_owned())))
}

/// Takes a suspended grant up again.
pub(super) async fn resume(
    tx: &Tx,
    access: &Access<ResumeApplication>,
    id: ApplicationId,
) -> Result<Change<GrantApplication>, Error> {
    let (row, before) = decided(tx, access, id).await?;
    let status = next_of(tx, &row, "resume").await?;
    tx.update::<grant_application::Entity>(row, |row| row.status = Set(status)).await?;
    Ok(Change::changed("resumed", &before, view(tx, access, id).await?))
}

/// Ends a suspended grant: what was not paid returns to the call.
pub(super) async fn terminate(
    tx: &Tx,
    access: &Access<TerminateApplication>,
    id: ApplicationId,
    reason: &str,
) -> Result<Change<GrantApplication>, Error> {
    let (row, before) = decided(tx, access, id).await?;
    let status = next_of(tx, &row, "terminate").await?;
    let cancelled = cancel_rest(tx, access, &row).await?;
    tx.update::<grant_application::Entity>(row, |row| row.status = Set(status)).await?;
    let change = Change::changed("terminated", &before, view(tx, access, id).await?);
    Ok(change.because(Some(reason.to_owned())).and_all(cancelled))
}
