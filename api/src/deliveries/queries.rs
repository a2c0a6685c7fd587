//! Which deliveries lie within a scope, and what contracts ask about theirs.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{delivery, enums::DeliveryStatus, ids::ContractId};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    access::{Owned, Reach, Rows, Within},
    error::Error,
    store::{Reading, Tx},
    values::Quantity,
};

impl Owned for delivery::Entity {
    const ID: delivery::Column = delivery::Column::Id;
    const VOIDED: Option<delivery::Column> = Some(delivery::Column::VoidedAt);

    /// A delivery lies where its contract lies, which both sides have confirmed.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| delivery::Column::CommuneId.in_subquery(communes))
            .groups(|groups| delivery::Column::GroupId.is_in(groups.iter().copied()))
            .partners(|partners| delivery::Column::PartnerId.is_in(partners.iter().copied()))
            .condition()
    }
}

/// States in which both sides agree, or staff have settled, on what was delivered.
const FINAL: [DeliveryStatus; 2] = [DeliveryStatus::Acknowledged, DeliveryStatus::Settled];

#[derive(FromQueryResult)]
struct OfLine {
    line_no: i32,
    counted: i64,
}

/// What was delivered of each line of a contract and acknowledged or settled, in the unit of the line.
///
/// # Errors
/// When the database fails.
pub async fn acknowledged_of(
    source: &impl Reading,
    contract_id: ContractId,
) -> Result<HashMap<i32, Quantity>, Error> {
    let rows = source
        .parts::<delivery::Entity>()
        .filter(delivery::Column::ContractId.eq(contract_id))
        .filter(delivery::Column::Status.is_in(FINAL));
    let sum = Expr::col(delivery::Column::Counted).sum().cast_as("bigint");
    let sums: Vec<OfLine> = source
        .load(rows, |select| {
            let lines = select.select_only().column(delivery::Column::LineNo);
            lines.expr_as(sum, "counted").group_by(delivery::Column::LineNo)
        })
        .await?;
    Ok(sums.into_iter().map(|row| (row.line_no, Quantity::of_millionths(row.counted))).collect())
}

fn of_contract(tx: &Tx, contract_id: ContractId) -> Rows<delivery::Entity> {
    tx.beyond_reach("deliveries of a contract that was found")
        .filter(delivery::Column::ContractId.eq(contract_id))
}

/// How many deliveries of a contract wait to be acknowledged or settled.
///
/// # Errors
/// When the database fails.
pub async fn open_deliveries(tx: &Tx, contract_id: ContractId) -> Result<u64, Error> {
    tx.count(of_contract(tx, contract_id).filter(delivery::Column::Status.is_not_in(FINAL))).await
}

/// Whether something was delivered under a contract after a day.
///
/// # Errors
/// When the database fails.
pub async fn is_delivered_after(tx: &Tx, contract_id: ContractId, day: NaiveDate) -> Result<bool, Error> {
    let later = of_contract(tx, contract_id).filter(delivery::Column::DeliveredOn.gt(day));
    Ok(tx.find(later).await?.is_some())
}
