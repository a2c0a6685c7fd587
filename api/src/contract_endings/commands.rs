//! What happens inside a unit of work when a contract ends.

use chrono::NaiveDate;
use entity::{contract_version, enums::ContractStatus, ids::ContractId, sales_contract};
use sea_orm::ActiveValue::Set;

use super::messages::ContractTermination;
use crate::{
    access::{
        Access, Role,
        permission::contracts::{CompleteContract, RejectContract, TerminateContract},
    },
    contract_sides::commands::{Held, hold, view},
    contract_texts::{commands::give_up_pending, queries::version_of},
    contracts::messages::SalesContract,
    decisions::messages::Because,
    deliveries::queries::{is_delivered_after, open_deliveries},
    error::{Code, Error, Faults, Finding, Text},
    late_facts::queries::check_late,
    periods::queries::not_after_today,
    store::{Change, Tx},
    values::FieldCode,
};

/// Refuses a contract that is not in force.
pub(super) async fn reject(
    tx: &Tx,
    access: &Access<RejectContract>,
    id: ContractId,
    because: &Because,
) -> Result<Change<SalesContract>, Error> {
    let held = hold(tx, access, id).await?;
    let status = held.stage().step("reject")?;
    tx.update::<sales_contract::Entity>(held.row, |row| row.status = Set(status)).await?;
    let after = view(tx, access, id).await?;
    let reason = Some(because.reason.as_ref().to_owned());
    Ok(Change::changed("rejected", &held.before, after).because(reason))
}

/// Completes a contract: everything was delivered that will be.
pub(super) async fn complete(
    tx: &Tx,
    access: &Access<CompleteContract>,
    id: ContractId,
) -> Result<Change<SalesContract>, Error> {
    let held = hold(tx, access, id).await?;
    let status = held.stage().step("complete")?;
    let open = i64::try_from(open_deliveries(tx, id).await?).map_err(Error::internal)?;
    if open > 0 {
        let text = Text::new(
            "Còn lần giao hàng chưa được xác nhận hoặc giải quyết.",
            "Deliveries still wait to be acknowledged or settled.",
        );
        return Err(Error::unmet(Code::ConditionsUnmet, &[Finding::new("open_deliveries", 0, open, text)]));
    }
    let before = end(tx, held, status, tx.today()).await?;
    Ok(Change::changed("completed", &before, view(tx, access, id).await?))
}

/// Ends a contract before its time.
pub(super) async fn terminate(
    tx: &Tx,
    access: &Access<TerminateContract>,
    id: ContractId,
    termination: &ContractTermination,
) -> Result<Change<SalesContract>, Error> {
    let held = hold(tx, access, id).await?;
    let day = termination.ended_on.date();
    let mut faults = Faults::default();
    not_after_today(&mut faults, "/ended_on", day, tx.today());
    if held.row.in_force_n.is_some() {
        faults.keep(check_late(tx, &[(held.row.commune_id, day)]).await)?;
        let text = Text::new(
            "Phải từ ngày ký đến ngày cuối của hợp đồng.",
            "It must lie between the signing of the contract and its last day.",
        );
        let is_outside = day < held.row.signed_on || day > held.row.ends_on;
        faults.when(is_outside, "/ended_on", FieldCode::Inconsistent, text);
        let text = Text::new("Sau ngày đó còn có lần giao hàng.", "Something was delivered after that day.");
        let is_early = is_delivered_after(tx, id, day).await?;
        faults.when(is_early, "/ended_on", FieldCode::Inconsistent, text);
    }
    faults.check()?;
    let status = held.stage().step("terminate")?;
    let before = end(tx, held, status, day).await?;
    let reason = Some(termination.reason.as_ref().to_owned());
    Ok(Change::changed("terminated", &before, view(tx, access, id).await?).because(reason))
}

/// Ends a contract after a day, with its text in force and without the change that waits.
async fn end(tx: &Tx, held: Held, status: ContractStatus, day: NaiveDate) -> Result<SalesContract, Error> {
    let Held { row, acting, before, .. } = held;
    let n = give_up_pending(tx, &row).await?;
    let version = version_of(tx, row.id, n).await?;
    let after = day.succ_opt().unwrap_or(day);
    let until_on = version.in_force_from_on.map_or(after, |from_on| from_on.max(after));
    tx.edit::<contract_version::Entity>(version, |version| version.in_force_until_on = Set(Some(until_on)))
        .await?;
    tx.update::<sales_contract::Entity>(row, |row| {
        row.status = Set(status);
        row.text_n = Set(n);
        row.ended_on = Set(Some(day));
        // Staff of the union act for the group; no side has ended it then.
        row.ended_by = Set((acting.role != Role::Officer).then_some(acting.side));
    })
    .await?;
    Ok(before)
}
