//! Texts of contracts: which lie within a scope, what they say, and which was in force on a day.

use chrono::NaiveDate;
use entity::{contract_line, contract_version, ids::ContractId, sales_contract};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QueryOrder, QuerySelect, sea_query::ExprTrait};

use super::messages::{ContractText, ContractTextSummary};
use crate::{
    access::{Access, Owned, Reach, RowLevel},
    application_content::queries::changes,
    areas::queries::holds_on,
    contract_confirmations::queries::of_texts,
    contract_content::messages::ContractContent,
    contracts::queries::{of_contracts_within, of_own_side},
    error::Error,
    store::{Reading, Tx},
};

impl Owned for contract_version::Entity {
    const ID: contract_version::Column = contract_version::Column::ContractId;
    const VOIDED: Option<contract_version::Column> = None;

    /// A text lies where its contract lies. One that was given up before both sides could see it stays with those who
    /// wrote it.
    fn within(reach: &Reach) -> Condition {
        use contract_version::Column;
        let is_shown = Column::SharedAt.is_not_null().or(Column::ContractId.in_subquery(of_own_side(reach)));
        of_contracts_within(Column::ContractId, reach).add(is_shown)
    }
}

impl Owned for contract_line::Entity {
    const ID: contract_line::Column = contract_line::Column::Id;
    const VOIDED: Option<contract_line::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_contracts_within(contract_line::Column::ContractId, reach)
    }
}

/// What a text says.
///
/// # Errors
/// When what is kept cannot be read.
pub fn content_of(version: &contract_version::Model) -> Result<ContractContent, Error> {
    serde_json::from_str(&version.content).map_err(Error::internal)
}

/// A text of a contract that was found.
///
/// # Errors
/// 404 when there is none with this number.
pub async fn version_of(
    source: &impl Reading,
    contract_id: ContractId,
    n: i32,
) -> Result<contract_version::Model, Error> {
    let rows = source
        .parts::<contract_version::Entity>()
        .filter(contract_version::Column::ContractId.eq(contract_id))
        .filter(contract_version::Column::N.eq(n));
    let found: Vec<contract_version::Model> = source.load(rows, |select| select).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// A text of a contract that was found, with what it changed since the one before that was not given up.
///
/// # Errors
/// 404 when there is none with this number for the caller.
pub(super) async fn text_of<P: RowLevel>(
    access: &Access<P>,
    contract_id: ContractId,
    n: i32,
) -> Result<ContractText, Error> {
    let version = version_of(access, contract_id, n).await?;
    let earlier = access
        .rows::<contract_version::Entity>()
        .filter(contract_version::Column::ContractId.eq(contract_id))
        .filter(contract_version::Column::N.lt(n))
        .filter(contract_version::Column::DroppedAt.is_null());
    let earlier: Vec<contract_version::Model> =
        access.load(earlier, |select| select.order_by_desc(contract_version::Column::N).limit(1)).await?;
    let content = content_of(&version)?;
    let changes = match earlier.first() {
        Some(earlier) => {
            let value = |content: &ContractContent| serde_json::to_value(content).map_err(Error::internal);
            changes(&value(&content_of(earlier)?)?, &value(&content)?)
        }
        None => Vec::new(),
    };
    let confirmations = of_texts(access, contract_id, [n]).await?.remove(&n).unwrap_or_default();
    Ok(ContractText { summary: ContractTextSummary::of(version, confirmations), content, changes })
}

#[derive(FromQueryResult)]
struct Last {
    n: Option<i32>,
}

/// The number of the next text of a contract; numbers of texts that were given up are not used again.
///
/// # Errors
/// When the database fails.
pub async fn next_n(tx: &Tx, contract_id: ContractId) -> Result<i32, Error> {
    use contract_version::Column;
    let rows = tx
        .beyond_reach::<contract_version::Entity>("texts of a contract that was found")
        .filter(Column::ContractId.eq(contract_id));
    let found: Vec<Last> =
        tx.shaped(rows, |select| select.select_only().expr_as(Column::N.max(), "n")).await?;
    Ok(found.first().and_then(|last| last.n).unwrap_or(0) + 1)
}

/// What a contract said on a day.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Number of the text that was in force.
    pub n: i32,
    /// What it says, with its tolerances and its term.
    pub content: ContractContent,
}

/// The text of a contract that was in force on a day: none when none was, when the contract had ended before, or when the
/// day lies outside the term of that text. Whether the day lies in the window of a line is for the caller to say. Lock or
/// hold the contract, so that no other text comes into force meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn text_in_force(
    tx: &Tx,
    contract: &sales_contract::Model,
    day: NaiveDate,
) -> Result<Option<InForce>, Error> {
    use contract_version::Column;
    if contract.ended_on.is_some_and(|ended_on| ended_on < day) {
        return Ok(None);
    }
    let rows = tx
        .beyond_reach::<contract_version::Entity>("the text in force of a contract that was found")
        .filter(Column::ContractId.eq(contract.id))
        .filter(holds_on(Column::InForceFromOn, Column::InForceUntilOn, day));
    let Some(version) = tx.find(rows).await? else { return Ok(None) };
    let content = content_of(&version)?;
    let is_within = content.starts_on.date() <= day && day <= content.ends_on.date();
    Ok(is_within.then_some(InForce { n: version.n, content }))
}
