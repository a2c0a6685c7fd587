//! What happens inside a unit of work when a change of a text in force is proposed or given up.

use entity::{ids::ContractId, sales_contract};
use sea_orm::ActiveValue::Set;

use super::{messages::NewAmendment, queries::check_change};
use crate::{
    access::{
        Access,
        permission::contracts::{AmendContract, DropAmendment},
    },
    contract_content::queries::check,
    contract_parties::queries::check_ready,
    contract_sides::commands::{hold, view},
    contract_texts::{
        commands::{Proposal, check_new, give_up_pending, propose, wording_of},
        queries::{content_of, next_n, version_of},
    },
    contracts::messages::SalesContract,
    decisions::messages::Because,
    error::{Error, Faults},
    line_balances::queries::lock_balances,
    store::{Change, Tx},
    units::queries::units,
};

/// Proposes a change.
pub(super) async fn amend(
    tx: &Tx,
    access: &Access<AmendContract>,
    id: ContractId,
    new: &NewAmendment,
) -> Result<Change<SalesContract>, Error> {
    let held = hold(tx, access, id).await?;
    let wording = wording_of(&held.row, &new.content)?;
    let mut faults = Faults::default();
    check(&mut faults, &units(tx).await?, "/content", &new.content);
    if let Some(n) = held.row.in_force_n {
        let old = version_of(tx, id, n).await?;
        faults.keep(check_new(&wording, &old))?;
        let balances = lock_balances(tx, id).await?;
        check_change(&mut faults, "/content", &content_of(&old)?, &new.content, &balances, tx.today());
    }
    faults.check()?;
    held.stage().step("amend")?;
    check_ready(tx, &held.row).await?;
    let n = next_n(tx, id).await?;
    let proposal = Proposal {
        n,
        content: &new.content,
        wording,
        side: held.acting.side,
        rationale: Some(new.rationale),
        remark: new.remark.as_ref().map(|remark| remark.as_ref().to_owned()),
        is_shared: true,
    };
    propose(tx, &held.row, &proposal).await?;
    tx.update::<sales_contract::Entity>(held.row, |row| row.text_n = Set(n)).await?;
    Ok(Change::changed("amendment_proposed", &held.before, view(tx, access, id).await?))
}

/// Gives up the change that waits.
pub(super) async fn give_up(
    tx: &Tx,
    access: &Access<DropAmendment>,
    id: ContractId,
    because: &Because,
) -> Result<Change<SalesContract>, Error> {
    let held = hold(tx, access, id).await?;
    held.stage().step("drop-amendment")?;
    let n = give_up_pending(tx, &held.row).await?;
    tx.update::<sales_contract::Entity>(held.row, |row| row.text_n = Set(n)).await?;
    let after = view(tx, access, id).await?;
    let reason = Some(because.reason.as_ref().to_owned());
    Ok(Change::changed("amendment_dropped", &held.before, after).because(reason))
}
