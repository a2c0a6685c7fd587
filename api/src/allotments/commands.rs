//! Setting money aside for allotments, and giving it back.

use entity::{
    account_balance, call_allotment,
    enums::{AccountKind, CallStatus, PostingKind},
    fund_account, fund_ceiling, grant_call,
    ids::{AllotmentId, ApplicationId, AreaId, CeilingId, FundId},
};
use sea_orm::{ColumnTrait, Condition};

use super::queries::{Shared, reached};
use crate::{
    access::Reach,
    areas::queries::{NOT_IN_YEAR, exists_in},
    calls::messages::NewAllotment,
    error::{Code, Error, Faults, Finding, Text},
    ledger::commands::{About, Movement, OF_ALLOTMENT, Side, exceeded, open_accounts, over, post},
    promises::commands::unpromise,
    store::Tx,
    values::{FieldCode, Vnd},
};

/// What is said when the parts do not make the budget.
pub const SUM: Text =
    Text::new("Các phần phân bổ phải cộng lại bằng ngân sách.", "The allotments must make the budget.");

/// Notes what is wrong with the allotments of a call: unknown areas, areas that are not there in their year or share ground
/// with another of it, a sum that is not the budget.
///
/// # Errors
/// When the database fails.
pub async fn check_allotments(
    tx: &Tx,
    reach: &Reach,
    faults: &mut Faults,
    (allotments, budget_vnd): (&[NewAllotment], Vnd),
) -> Result<(), Error> {
    let ids: Vec<AreaId> = allotments.iter().map(|allotment| allotment.area_id).collect();
    let reached = reached(tx, reach, &ids).await?;
    let shared = Shared::between(tx, &ids, &ids).await?;
    for (n, allotment) in allotments.iter().enumerate() {
        let pointer = |member: &str| format!("/allotments/{n}/{member}");
        let area = reached.get(&allotment.area_id);
        let text =
            Text::new("Không có đơn vị này, hoặc ngoài phạm vi.", "There is no such unit within your scope.");
        faults.unknown(area.is_none(), pointer("area_id"), text);
        let is_gone = area.is_some_and(|area| !exists_in(area, allotment.year));
        faults.when(is_gone, pointer("area_id"), FieldCode::Inconsistent, NOT_IN_YEAR);
        let overlaps = |other: &NewAllotment| {
            other.year == allotment.year && shared.holds(allotment.area_id, other.area_id)
        };
        let text = Text::new(
            "Trong một năm các đơn vị không được chứa nhau hoặc có chung một xã.",
            "Areas of one year must not contain each other or have a commune in common.",
        );
        faults.when(allotments[..n].iter().any(overlaps), pointer("area_id"), FieldCode::Inconsistent, text);
        let text = Text::new("Phải lớn hơn 0.", "It must be more than zero.");
        faults.when(allotment.limit_vnd.get() == 0, pointer("limit_vnd"), FieldCode::OutOfRange, text);
    }
    let sum: i128 = allotments.iter().map(|allotment| i128::from(allotment.limit_vnd.get())).sum();
    faults.when(sum != i128::from(budget_vnd.get()), "/budget_vnd", FieldCode::Inconsistent, SUM);
    Ok(())
}

/// Sets the money of a call aside: from what the fund has available, and under each of its ceilings.
///
/// # Errors
/// 409 `funds_exceeded` with what is left in the fund and under each ceiling.
pub async fn reserve(tx: &Tx, fund_id: FundId, allotments: &[call_allotment::Model]) -> Result<(), Error> {
    let limits: Vec<(&call_allotment::Model, i64)> =
        allotments.iter().map(|allotment| (allotment, allotment.limit_vnd)).collect();
    let mut findings = Vec::new();
    let needed: i64 = allotments.iter().map(|allotment| allotment.limit_vnd).sum();
    let available = available(tx, fund_id).await?;
    if needed > available {
        findings.push(over("fund", needed, available));
    }
    let (takes, unmet) = under_ceilings(tx, fund_id, &limits).await?;
    findings.extend(unmet);
    if !findings.is_empty() {
        return Err(Error::unmet(Code::FundsExceeded, &findings));
    }
    take(tx, takes).await?;
    let ids: Vec<Option<AllotmentId>> = allotments.iter().map(|allotment| Some(allotment.id)).collect();
    open_accounts(tx, fund_id, &OF_ALLOTMENT, &ids).await?;
    for allotment in allotments {
        set_aside(tx, allotment, allotment.limit_vnd).await?;
    }
    Ok(())
}

/// What the fund has available; the balance is locked until the unit of work ends.
async fn available(tx: &Tx, fund_id: FundId) -> Result<i64, Error> {
    let rows = tx.beyond_reach::<fund_account::Entity>("the money of a fund that was found").filter(
        Condition::all()
            .add(fund_account::Column::FundId.eq(fund_id))
            .add(fund_account::Column::Kind.eq(AccountKind::Available)),
    );
    let account = tx.one(rows).await?;
    let rows = tx
        .beyond_reach::<account_balance::Entity>("the money of a fund that was found")
        .filter(account_balance::Column::FundAccountId.eq(account.id));
    let balance = tx.lock(rows).await?;
    Ok(balance.debit_vnd - balance.credit_vnd)
}

type Takes = Vec<(CeilingId, i64)>;

/// What changes of allotments take of each ceiling, and the ceilings they would exceed. Ceilings are locked. An approval
/// looks at the allotment alone, so one that only shares ground with the area of a ceiling counts under it as a whole:
/// all of it may be promised there.
async fn under_ceilings(
    tx: &Tx,
    fund_id: FundId,
    changes: &[(&call_allotment::Model, i64)],
) -> Result<(Takes, Vec<Finding>), Error> {
    let years = changes.iter().map(|(allotment, _)| allotment.year);
    let rows = tx
        .beyond_reach::<fund_ceiling::Entity>("the ceilings of a fund that was found")
        .filter(fund_ceiling::Column::FundId.eq(fund_id))
        .filter(fund_ceiling::Column::Year.is_in(years));
    let ceilings = tx.lock_all(rows).await?;
    let areas: Vec<AreaId> = changes.iter().map(|(allotment, _)| allotment.area_id).collect();
    let limited: Vec<AreaId> = ceilings.iter().map(|ceiling| ceiling.area_id).collect();
    let shared = Shared::between(tx, &areas, &limited).await?;
    let (mut takes, mut findings) = (Vec::new(), Vec::new());
    for ceiling in &ceilings {
        let is_under = |allotment: &call_allotment::Model| {
            allotment.year == ceiling.year && shared.holds(allotment.area_id, ceiling.area_id)
        };
        let taken: i64 =
            changes.iter().filter(|(allotment, _)| is_under(allotment)).map(|(_, amount)| amount).sum();
        let left = ceiling.limit_vnd - ceiling.taken_vnd;
        if taken > left {
            findings.push(over("fund_ceiling", taken, left));
        }
        takes.push((ceiling.id, taken));
    }
    Ok((takes, findings))
}

async fn take(tx: &Tx, takes: Takes) -> Result<(), Error> {
    for (id, amount) in takes.into_iter().filter(|(_, amount)| *amount != 0) {
        tx.add_and_revise::<fund_ceiling::Entity>(id, fund_ceiling::Column::TakenVnd, amount).await?;
    }
    Ok(())
}

/// Posts money to what is set aside for an allotment, or back when the amount is negative.
async fn set_aside(tx: &Tx, allotment: &call_allotment::Model, amount_vnd: i64) -> Result<(), Error> {
    let free = Side::of_fund(AccountKind::Available, allotment.fund_id);
    let aside = Side::of_allotment(AccountKind::Reserved, allotment.id);
    let (kind, from, to) = match amount_vnd {
        0 => return Ok(()),
        1.. => (PostingKind::Reservation, free, aside),
        _ => (PostingKind::Release, aside, free),
    };
    let (amount_vnd, on) = (amount_vnd.abs(), tx.today());
    post(tx, allotment.fund_id, Movement { kind, from, to, amount_vnd, on, about: About::default() })
        .await
        .map(drop)
}

/// Changes the limit of an allotment; what was added to it.
///
/// # Errors
/// 409 `funds_exceeded`: below what is promised, or above what is left in the fund or under a ceiling.
pub async fn resize(
    tx: &Tx,
    fund_id: FundId,
    allotment_id: AllotmentId,
    limit_vnd: i64,
) -> Result<i64, Error> {
    let rows = tx
        .beyond_reach::<call_allotment::Entity>("the allotment of a call that was found")
        .filter(call_allotment::Column::Id.eq(allotment_id));
    let allotment = tx.lock(rows).await?;
    if limit_vnd < allotment.committed_vnd {
        return Err(exceeded("committed", allotment.committed_vnd, limit_vnd));
    }
    let added = limit_vnd - allotment.limit_vnd;
    let mut findings = Vec::new();
    // Locked before the ceilings, as in [`reserve`] and whichever way the limit goes, so that nobody waits in a circle.
    let available = available(tx, fund_id).await?;
    if added > 0 && added > available {
        findings.push(over("fund", added, available));
    }
    let (takes, unmet) = under_ceilings(tx, fund_id, &[(&allotment, added)]).await?;
    findings.extend(unmet);
    if !findings.is_empty() {
        return Err(Error::unmet(Code::FundsExceeded, &findings));
    }
    take(tx, takes).await?;
    tx.add_to::<call_allotment::Entity>(allotment_id, call_allotment::Column::LimitVnd, added).await?;
    set_aside(tx, &allotment, added).await?;
    Ok(added)
}

/// Gives back what allotments did not promise; the sum of the limits that are left. All of them are locked before the money
/// of the fund, as by whoever sets a ceiling, so that nobody waits in a circle.
///
/// # Errors
/// When the database fails, or the fiscal year is closed.
pub async fn free(tx: &Tx, fund_id: FundId, allotments: &[call_allotment::Model]) -> Result<i64, Error> {
    let rows = tx
        .beyond_reach::<call_allotment::Entity>("the allotments of a call that was found")
        .filter(call_allotment::Column::Id.is_in(allotments.iter().map(|allotment| allotment.id)));
    let mut left = 0;
    for allotment in tx.lock_all(rows).await? {
        resize(tx, fund_id, allotment.id, allotment.committed_vnd).await?;
        left += allotment.committed_vnd;
    }
    Ok(left)
}

/// Gives promised money that will not be paid back to its call and, once that is archived, on to the fund.
///
/// # Errors
/// 409 `period_closed`.
pub async fn give_back(
    tx: &Tx,
    (allotment_id, application_id): (AllotmentId, ApplicationId),
    amount_vnd: i64,
) -> Result<(), Error> {
    unpromise(tx, allotment_id, amount_vnd, tx.today(), application_id).await?;
    let rows = tx
        .beyond_reach::<call_allotment::Entity>("the allotment of an application that was found")
        .filter(call_allotment::Column::Id.eq(allotment_id));
    let allotment = tx.one(rows).await?;
    let archived = tx
        .beyond_reach::<grant_call::Entity>("the call of an application that was found")
        .filter(grant_call::Column::Id.eq(allotment.call_id))
        .filter(grant_call::Column::Status.eq(CallStatus::Archived));
    if tx.find(archived).await?.is_some() {
        let added = resize(tx, allotment.fund_id, allotment_id, allotment.committed_vnd).await?;
        let budget = grant_call::Column::BudgetVnd;
        tx.add_and_revise::<grant_call::Entity>(allotment.call_id, budget, added).await?;
    }
    Ok(())
}
