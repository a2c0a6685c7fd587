//! Balances of lines: looked at by whoever reads the contract, locked by whoever changes them.

use std::collections::HashMap;

use entity::{ids::ContractId, line_balance};
use sea_orm::{ColumnTrait, Condition};

use super::messages::LineProgress;
use crate::{
    access::{Owned, Reach},
    contract_content::messages::ContractContent,
    contracts::queries::of_contracts_within,
    deliveries::queries::acknowledged_of,
    error::Error,
    store::{Reading, Tx},
    values::Quantity,
};

impl Owned for line_balance::Entity {
    const ID: line_balance::Column = line_balance::Column::ContractId;
    const VOIDED: Option<line_balance::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_contracts_within(line_balance::Column::ContractId, reach)
    }
}

/// The balance of a line, locked until the end of the unit of work: deliveries of the line, and texts that change it, take
/// turns. Lock or hold the contract first.
///
/// # Errors
/// 404 when no text of the contract that came into force has the line.
pub async fn lock_balance(
    tx: &Tx,
    contract_id: ContractId,
    line_no: i32,
) -> Result<line_balance::Model, Error> {
    tx.lock(balances(tx, contract_id).filter(line_balance::Column::LineNo.eq(line_no))).await
}

/// The balances of all lines of a contract, locked until the end of the unit of work.
///
/// # Errors
/// When the database fails.
pub async fn lock_balances(tx: &Tx, contract_id: ContractId) -> Result<Vec<line_balance::Model>, Error> {
    tx.lock_all(balances(tx, contract_id)).await
}

fn balances(tx: &Tx, contract_id: ContractId) -> crate::access::Rows<line_balance::Entity> {
    tx.beyond_reach("lines of a contract that was found")
        .filter(line_balance::Column::ContractId.eq(contract_id))
}

/// How far each line of the text in force has come.
///
/// # Errors
/// When the database fails.
pub async fn progress_of(
    source: &impl Reading,
    contract_id: ContractId,
    content: &ContractContent,
) -> Result<Vec<LineProgress>, Error> {
    let rows =
        source.parts::<line_balance::Entity>().filter(line_balance::Column::ContractId.eq(contract_id));
    let balances: Vec<line_balance::Model> = source.load(rows, |select| select).await?;
    let balances: HashMap<i32, line_balance::Model> =
        balances.into_iter().map(|row| (row.line_no, row)).collect();
    let acknowledged = acknowledged_of(source, contract_id).await?;
    let each = content.lines.iter().map(|line| {
        let line_no = i32::from(line.line_no);
        let delivered = acknowledged.get(&line_no).copied().unwrap_or_default();
        let balance = balances.get(&line_no).map(|row| row.most - row.delivered);
        LineProgress {
            line_no,
            unit: line.unit.as_ref().to_owned(),
            contracted: line.quantity,
            delivered,
            remaining: line.quantity.less(delivered),
            deliverable: Quantity::of_millionths(balance.unwrap_or(0)),
        }
    });
    Ok(each.collect())
}
