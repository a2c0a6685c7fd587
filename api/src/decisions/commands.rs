//! What happens inside a unit of work when an application is decided on.

use chrono::{Datelike, NaiveDate};
use entity::{
    appraisal, enums::DecisionKind, grant_application, grant_call, grant_decision, ids::ApplicationId,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::messages::{Approval, Refusal};
use crate::{
    access::{
        Access, Permit,
        permission::grants::{ApproveApplication, ReappraiseApplication},
    },
    applications::{
        commands::{SUBJECT, view},
        messages::GrantApplication,
        queries::next_of,
    },
    appraisals::queries::{check_outsider, counting},
    call_rules::{messages::CallRules, queries::rules_of},
    eligibility::queries::{allotment_for, inactive},
    error::{Code, Error, Faults, Finding, Text},
    ledger::commands::{exceeded, over},
    periods::queries::not_after_today,
    promises::commands::promise,
    store::{Change, Tx},
    values::{FieldCode, Paragraph},
};

/// The application that a decision is about, once the caller may decide on it.
///
/// # Errors
/// 404 outside the reach, 412 when it has changed, 403 when the caller holds another duty or belongs to the group.
pub async fn decided<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    id: ApplicationId,
) -> Result<(grant_application::Model, GrantApplication), Error> {
    let row = tx.current(access.row::<grant_application::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), "decide").await?;
    check_outsider(tx, access.caller(), row.group_id).await?;
    Ok((row, before))
}

/// Grants an application: promises the money and writes the decision down.
pub(super) async fn approve(
    tx: &Tx,
    access: &Access<ApproveApplication>,
    id: ApplicationId,
    approval: &Approval,
) -> Result<Change<GrantApplication>, Error> {
    let (row, before) = decided(tx, access, id).await?;
    let (amount_vnd, on): (i64, NaiveDate) = (approval.amount_vnd.get(), approval.decided_on.into());
    let mut faults = Faults::default();
    check_day(&mut faults, tx, &row, on);
    let text = Text::made(
        format!("Từ 1 đến {} đồng đã đề nghị.", row.requested_vnd),
        format!("From 1 to the {} VND asked for.", row.requested_vnd),
    );
    let is_off = amount_vnd < 1 || amount_vnd > row.requested_vnd;
    faults.when(is_off, "/amount_vnd", FieldCode::OutOfRange, text);
    faults.check()?;
    let status = next_of(tx, &row, "approve").await?;
    let calls = tx.beyond_reach::<grant_call::Entity>("the call of an application that was found");
    let call = tx.one(calls.filter(grant_call::Column::Id.eq(row.call_id))).await?;
    let rules = rules_of(&call)?;
    check_ready(tx, &row, &rules).await?;
    let most = rules.max_grant_vnd.get();
    let over_most = (amount_vnd > most).then(|| over("max_grant_vnd", amount_vnd, most));
    let Some(allotment) = allotment_for(tx, &call, row.commune_id, on.year()).await? else {
        return Err(exceeded("call_allotment", amount_vnd, 0));
    };
    promise(tx, (allotment.id, id), amount_vnd, on, over_most.into_iter().collect()).await?;
    let decision = (DecisionKind::Approve, approval.number.as_ref(), on);
    let remark = approval.remark.clone().map(Paragraph::into_string);
    keep(tx, &row, decision, (Some(amount_vnd), remark)).await?;
    tx.update::<grant_application::Entity>(row, |row| {
        row.status = Set(status);
        row.approved_vnd = Set(Some(amount_vnd));
        row.allotment_id = Set(Some(allotment.id));
        row.decided_on = Set(Some(on));
    })
    .await?;
    Ok(Change::changed("approved", &before, view(tx, access, id).await?))
}

/// Enough appraisers, a final score that reaches the pass mark, compared as fractions, and a group at work.
async fn check_ready(tx: &Tx, row: &grant_application::Model, rules: &CallRules) -> Result<(), Error> {
    let rows = tx
        .beyond_reach::<appraisal::Entity>("the appraisals of an application that was found")
        .filter(appraisal::Column::ApplicationId.eq(row.id));
    let scores = counting(row, &tx.all(rows).await?);
    let (sum, number) = (scores.iter().sum::<i64>(), i64::try_from(scores.len()).map_err(Error::internal)?);
    let (needed, pass_mark) = (i64::from(rules.appraisers_needed), i64::from(rules.pass_mark_bps.get()));
    let mut findings = Vec::new();
    if number < needed {
        let text = Text::new("Chưa đủ người thẩm định chấm điểm.", "Too few appraisers have scored it.");
        findings.push(Finding::new("appraisers_needed", needed, number, text));
    }
    if number > 0 && sum < pass_mark * number {
        let text = Text::new("Điểm cuối cùng chưa đạt.", "The final score is below the pass mark.");
        findings.push(Finding::new("pass_mark_bps", pass_mark, sum / number, text));
    }
    findings.extend(inactive(tx, row.group_id).await?);
    if findings.is_empty() { Ok(()) } else { Err(Error::unmet(Code::ConditionsUnmet, &findings)) }
}

fn check_day(faults: &mut Faults, tx: &Tx, row: &grant_application::Model, on: NaiveDate) {
    not_after_today(faults, "/decided_on", on, tx.today());
    let since = row.submitted_at.map(crate::clock::date_in_vietnam);
    let text =
        Text::new("Không được trước ngày nộp hồ sơ.", "It must not be before the application was handed in.");
    faults.when(since.is_some_and(|since| on < since), "/decided_on", FieldCode::Inconsistent, text);
}

/// Refuses an application or puts it off.
pub(super) async fn refuse<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    id: ApplicationId,
    (kind, refusal): (DecisionKind, &Refusal),
) -> Result<Change<GrantApplication>, Error> {
    let (row, before) = decided(tx, access, id).await?;
    let on: NaiveDate = refusal.decided_on.into();
    let mut faults = Faults::default();
    check_day(&mut faults, tx, &row, on);
    faults.check()?;
    let (action, done) =
        if kind == DecisionKind::Defer { ("defer", "deferred") } else { ("reject", "rejected") };
    let status = next_of(tx, &row, action).await?;
    let reason = refusal.reason.as_ref().to_owned();
    keep(tx, &row, (kind, refusal.number.as_ref(), on), (None, Some(reason.clone()))).await?;
    tx.update::<grant_application::Entity>(row, |row| {
        row.status = Set(status);
        row.decided_on = Set(Some(on));
    })
    .await?;
    Ok(Change::changed(done, &before, view(tx, access, id).await?).because(Some(reason)))
}

/// Takes a deferred application up again.
pub(super) async fn reappraise(
    tx: &Tx,
    access: &Access<ReappraiseApplication>,
    id: ApplicationId,
) -> Result<Change<GrantApplication>, Error> {
    let (row, before) = decided(tx, access, id).await?;
    let status = next_of(tx, &row, "reappraise").await?;
    tx.update::<grant_application::Entity>(row, |row| row.status = Set(status)).await?;
    Ok(Change::changed("taken_up_again", &before, view(tx, access, id).await?))
}

async fn keep(
    tx: &Tx,
    row: &grant_application::Model,
    (kind, number, decided_on): (DecisionKind, &str, NaiveDate),
    (amount_vnd, remark): (Option<i64>, Option<String>),
) -> Result<(), Error> {
    let decision = grant_decision::ActiveModel {
        id: Set(tx.new_id()),
        application_id: Set(row.id),
        n: Set(row.version_n),
        kind: Set(kind),
        number: Set(number.to_owned()),
        decided_on: Set(decided_on),
        amount_vnd: Set(amount_vnd),
        remark: Set(remark),
        created_at: Set(tx.now()),
    };
    tx.insert(decision).await.map(drop)
}
