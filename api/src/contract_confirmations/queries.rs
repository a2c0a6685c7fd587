//! Who confirmed which texts.

use std::{collections::HashMap, hash::Hash};

use entity::{contract_confirmation, enums::Side, ids::ContractId, sales_contract};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    access::{Owned, Reach, Rows},
    contracts::queries::of_contracts_within,
    error::Error,
    store::{Reading, Tx},
};

impl Owned for contract_confirmation::Entity {
    const ID: contract_confirmation::Column = contract_confirmation::Column::ContractId;
    const VOIDED: Option<contract_confirmation::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_contracts_within(contract_confirmation::Column::ContractId, reach)
    }
}

/// Who has confirmed some texts of a contract that was found, by their numbers.
///
/// # Errors
/// When the database fails.
pub async fn of_texts(
    source: &impl Reading,
    contract_id: ContractId,
    texts: impl IntoIterator<Item = i32>,
) -> Result<HashMap<i32, Vec<contract_confirmation::Model>>, Error> {
    use contract_confirmation::Column;
    let rows = source
        .parts::<contract_confirmation::Entity>()
        .filter(Column::ContractId.eq(contract_id))
        .filter(Column::N.is_in(texts));
    Ok(grouped(source.load(rows, |select| select).await?, |row| row.n))
}

/// The confirmations of contracts, by contract.
pub type Confirmations = HashMap<ContractId, Vec<contract_confirmation::Model>>;

/// Who has confirmed the latest text of each of some contracts that were found; for a page of them.
///
/// # Errors
/// When the database fails.
pub async fn of_latest(source: &impl Reading, ids: Vec<ContractId>) -> Result<Confirmations, Error> {
    let rows = source
        .parts::<contract_confirmation::Entity>()
        .filter(contract_confirmation::Column::ContractId.is_in(ids));
    Ok(grouped(source.load(rows, latest).await?, |row| row.contract_id))
}

/// The same for however many contracts.
///
/// # Errors
/// When the database fails.
pub async fn of_latest_of_many(tx: &Tx, ids: Vec<ContractId>) -> Result<Confirmations, Error> {
    let rows: Rows<contract_confirmation::Entity> = tx
        .beyond_reach("confirmations of contracts that were found")
        .filter(contract_confirmation::Column::ContractId.is_in(ids));
    Ok(grouped(tx.every(rows, latest).await?, |row| row.contract_id))
}

fn latest(select: Select<contract_confirmation::Entity>) -> Select<contract_confirmation::Entity> {
    let contract = contract_confirmation::Entity::belongs_to(sales_contract::Entity)
        .from(contract_confirmation::Column::ContractId)
        .to(sales_contract::Column::Id);
    let is_latest = Expr::col(contract_confirmation::Column::N.as_column_ref())
        .eq(Expr::col(sales_contract::Column::TextN.as_column_ref()));
    select.join(JoinType::InnerJoin, contract.into()).filter(is_latest)
}

/// Confirmations by what they are about, that of the partner first.
fn grouped<K: Eq + Hash>(
    mut rows: Vec<contract_confirmation::Model>,
    key: impl Fn(&contract_confirmation::Model) -> K,
) -> HashMap<K, Vec<contract_confirmation::Model>> {
    rows.sort_by_key(|row| row.side == Side::Group);
    let mut groups: HashMap<K, Vec<contract_confirmation::Model>> = HashMap::new();
    rows.into_iter().for_each(|row| groups.entry(key(&row)).or_default().push(row));
    groups
}
