//! What texts that come into force do to the balances of their lines.

use std::collections::HashMap;

use entity::{ids::ContractId, line_balance};
use sea_orm::ActiveValue::Set;

use crate::{contract_content::messages::ContractContent, error::Error, store::Tx, values::Quantity};

/// Sets what may be delivered of each line to what a text says that comes into force; of lines that it no longer has,
/// nothing. What was delivered stays. `held` are the balances there are, locked.
///
/// # Errors
/// When the database fails.
pub async fn set_balances(
    tx: &Tx,
    contract_id: ContractId,
    content: &ContractContent,
    held: Vec<line_balance::Model>,
) -> Result<(), Error> {
    let mut most: HashMap<i32, i64> = content
        .lines
        .iter()
        .map(|line| (i32::from(line.line_no), content.most_of(line).millionths()))
        .collect();
    for balance in held {
        let most = most.remove(&balance.line_no).unwrap_or(Quantity::ZERO.millionths());
        if most != balance.most {
            tx.edit::<line_balance::Entity>(balance, |balance| balance.most = Set(most)).await?;
        }
    }
    let new = most.into_iter().map(|(line_no, most)| line_balance::ActiveModel {
        contract_id: Set(contract_id),
        line_no: Set(line_no),
        most: Set(most),
        delivered: Set(0),
    });
    tx.insert_all(new.collect()).await
}
