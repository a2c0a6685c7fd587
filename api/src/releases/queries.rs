//! The conditions of a tranche, each with what it needs and what there is.

use chrono::{DateTime, Utc};
use entity::{
    agreement, attachment, disbursement,
    enums::{AttachedTo, DisbursementStatus, GroupStatus, PostingKind},
    grant_application, grant_call,
    ids::{ApplicationId, GroupId},
    posting,
};
use sea_orm::ColumnTrait;

use crate::{
    call_rules::{
        messages::{Condition as Rule, ConditionKind, Rounding},
        queries::rules_of,
    },
    contributions::queries::{Given, given},
    disbursements,
    error::{Code, Error, Finding, Text},
    periods::queries::periods_of,
    store::Tx,
};

/// Refuses to release a tranche of an application that was locked, unless everything holds that must.
///
/// # Errors
/// 409 `conditions_unmet` with each condition that does not hold.
pub async fn check(
    tx: &Tx,
    application: &grant_application::Model,
    tranche: &disbursement::Model,
) -> Result<(), Error> {
    let findings = unmet(tx, application, tranche).await?;
    if findings.is_empty() { Ok(()) } else { Err(Error::unmet(Code::ConditionsUnmet, &findings)) }
}

/// What there is to judge a tranche by.
struct Facts {
    promised_vnd: i64,
    given: Given,
    rounding: Rounding,
    previous: Option<disbursement::Model>,
    is_reported: bool,
}

async fn unmet(
    tx: &Tx,
    application: &grant_application::Model,
    tranche: &disbursement::Model,
) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    if !is_signed(tx, application.id).await? {
        let text = Text::new("Chưa ký thỏa thuận tài trợ.", "The agreement on the grant is not signed.");
        findings.push(Finding::plain("agreement_signed", text));
    }
    let before = tx
        .beyond_reach::<disbursement::Entity>("tranches of an application that was found")
        .filter(disbursement::Column::ApplicationId.eq(application.id))
        .filter(disbursement::Column::N.lt(tranche.n));
    findings.extend(inactive(tx, application.group_id).await?);
    let mut before = tx.all(before).await?;
    before.sort_by_key(|row| row.n);
    findings.extend(unpaid(&before));
    let calls = tx.beyond_reach::<grant_call::Entity>("the call of an application that was found");
    let call = tx.one(calls.filter(grant_call::Column::Id.eq(application.call_id))).await?;
    let previous = before.pop();
    let facts = Facts {
        promised_vnd: application.own_vnd,
        given: given(tx, application.id).await?,
        rounding: rules_of(&call)?.rounding,
        is_reported: match &previous {
            Some(previous) => is_reported(tx, application.id, previous).await?,
            None => true,
        },
        previous,
    };
    let rules = disbursements::queries::rules_of(tranche)?;
    findings.extend(rules.iter().filter_map(|rule| facts.judge(rule)));
    Ok(findings)
}

/// Money goes to a group at work, or to the cooperative that continues it.
async fn inactive(tx: &Tx, group_id: GroupId) -> Result<Option<Finding>, Error> {
    let periods = periods_of(tx, group_id).await?;
    let is_at_work = periods.last().is_some_and(|period| match period.status {
        GroupStatus::Active | GroupStatus::Upgraded => true,
        GroupStatus::Forming | GroupStatus::Suspended | GroupStatus::Dissolved => false,
    });
    let text = Text::new("Nhóm phải đang hoạt động.", "The group must be active.");
    Ok((!is_at_work).then(|| Finding::plain("group_active", text)))
}

/// Every tranche before must be paid; one that was cancelled never will be.
fn unpaid(before: &[disbursement::Model]) -> Option<Finding> {
    let is_paid = |row: &&disbursement::Model| row.status == DisbursementStatus::Paid;
    if before.iter().all(|row| is_paid(&row)) {
        return None;
    }
    let needed = before.iter().map(|row| row.amount_vnd).sum();
    let found = before.iter().filter(is_paid).map(|row| row.amount_vnd).sum();
    let text = Text::made(
        format!("Các đợt trước là {needed} đồng, mới chi {found} đồng."),
        format!("The tranches before come to {needed} VND, of which {found} VND are paid."),
    );
    Some(Finding::new("previous_paid", needed, found, text))
}

impl Facts {
    /// What is wrong with one condition, if anything is.
    fn judge(&self, rule: &Rule) -> Option<Finding> {
        let value = rule.value.unwrap_or_default();
        match rule.kind {
            ConditionKind::ContributionBps => {
                let (needed, found) = (self.rounding.share(self.promised_vnd, value), self.given.own_vnd);
                let text = Text::made(
                    format!("Nhóm cần đóng góp {needed} đồng, đã ghi nhận {found} đồng."),
                    format!("The group must have given {needed} VND; {found} VND are on record."),
                );
                (found < needed).then(|| Finding::new("contribution_bps", needed, found, text))
            }
            ConditionKind::SavingsVnd => {
                let found = self.given.savings_vnd;
                let text = Text::made(
                    format!("Nhóm cần tiết kiệm {value} đồng, đã ghi nhận {found} đồng."),
                    format!("The group must have saved {value} VND; {found} VND are on record."),
                );
                (found < value).then(|| Finding::new("savings_vnd", value, found, text))
            }
            ConditionKind::PreviousAccepted => self.previous.as_ref().and_then(unaccepted),
            ConditionKind::ReportAttached => (!self.is_reported).then(|| {
                let text = Text::new(
                    "Chưa có tệp báo cáo gửi sau khi chi đợt trước.",
                    "No report was attached since the tranche before was paid.",
                );
                Finding::new("report_attached", 1, 0, text)
            }),
        }
    }
}

/// What was paid of the tranche before must be accepted, but for what the group gave back.
fn unaccepted(previous: &disbursement::Model) -> Option<Finding> {
    let needed = (previous.paid_vnd - previous.refunded_vnd).max(1);
    let found = previous.accepted_vnd;
    let text = Text::made(
        format!("Cần nghiệm thu {needed} đồng của đợt trước, mới nghiệm thu {found} đồng."),
        format!("{needed} VND of the tranche before must be accepted; {found} VND are."),
    );
    (found < needed).then(|| Finding::new("previous_accepted", needed, found, text))
}

async fn is_signed(tx: &Tx, id: ApplicationId) -> Result<bool, Error> {
    let rows = tx
        .beyond_reach::<agreement::Entity>("the agreement on an application that was found")
        .filter(agreement::Column::ApplicationId.eq(id));
    Ok(tx.find(rows).await?.is_some())
}

/// A file stored since the payment of the tranche before was booked.
async fn is_reported(tx: &Tx, id: ApplicationId, previous: &disbursement::Model) -> Result<bool, Error> {
    let payments = tx
        .beyond_reach::<posting::Entity>("the payment of a tranche that was found")
        .filter(posting::Column::DisbursementId.eq(previous.id))
        .filter(posting::Column::Kind.eq(PostingKind::Payment))
        .filter(posting::Column::Attempt.eq(previous.attempt));
    let paid_at: Option<DateTime<Utc>> = tx.find(payments).await?.map(|payment| payment.created_at);
    let Some(paid_at) = paid_at else { return Ok(false) };
    let reports = tx
        .beyond_reach::<attachment::Entity>("files of an application that was found")
        .filter(attachment::Column::OwnerType.eq(AttachedTo::GrantApplication))
        .filter(attachment::Column::OwnerId.eq(uuid::Uuid::from(id)))
        .filter(attachment::Column::StoredAt.gt(paid_at));
    Ok(tx.find(reports).await?.is_some())
}
