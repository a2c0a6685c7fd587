//! What texts that come into force do to the balances of their lines.

use std::collections::HashMap;

use entity::{ids::ContractId, line_balance};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    contract_content::messages::ContractContent,
    error::{Code, Error, Finding, Text},
    store::Tx,
    values::Quantity,
};

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

/// Lets another quantity of a line count than did before, in its unit; the balance is locked.
///
/// # Errors
/// 409 `conditions_unmet`, with what remains, when more would be delivered than may be.
pub async fn count_instead(
    tx: &Tx,
    balance: line_balance::Model,
    quantities: (Quantity, Quantity),
    unit: &str,
) -> Result<(), Error> {
    let room = room_for(&balance, quantities.0);
    if count_if_it_fits(tx, balance, quantities).await? { Ok(()) } else { Err(over(room, unit)) }
}

/// The same where it fits; whether it did. Otherwise all stays as it was.
///
/// # Errors
/// When the database fails.
pub async fn count_if_it_fits(
    tx: &Tx,
    balance: line_balance::Model,
    (before, after): (Quantity, Quantity),
) -> Result<bool, Error> {
    let others = Quantity::of_millionths(balance.delivered).less(before);
    let delivered = others.plus(after).filter(|_| after <= room_for(&balance, before));
    let Some(delivered) = delivered else { return Ok(false) };
    tx.edit::<line_balance::Entity>(balance, |balance| balance.delivered = Set(delivered.millionths()))
        .await?;
    Ok(true)
}

/// How much of a line may be delivered in place of what counts now.
fn room_for(balance: &line_balance::Model, before: Quantity) -> Quantity {
    let others = Quantity::of_millionths(balance.delivered).less(before);
    Quantity::of_millionths(balance.most).less(others)
}

/// The answer when more is delivered of a line than what remains of it.
fn over(room: Quantity, unit: &str) -> Error {
    let text = Text::made(
        format!("Dòng này chỉ còn được giao {room} {unit}, kể cả phần dung sai."),
        format!("Only {room} {unit} of the line may still be delivered, the tolerance included."),
    );
    let finding = Finding::plain("quantity_remaining", text);
    match Error::unmet(Code::ConditionsUnmet, &[finding]) {
        Error::Conflict { code, detail, mut members } => {
            members["remaining"] = json!(room);
            Error::Conflict { code, detail, members }
        }
        other => other,
    }
}
