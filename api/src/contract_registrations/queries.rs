//! What is known before many contracts are registered: read with a number of queries that does not depend on how many.

use std::collections::HashMap;

use entity::{
    contract_version,
    enums::{ContractStatus, Side},
    ids::{ContractId, GroupId},
    line_balance, sales_contract,
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use super::messages::Registration;
use crate::{
    access::{Access, permission::contracts::RegisterContracts},
    contract_confirmations::queries::{Confirmations, of_latest_of_many},
    contract_facts::messages::ContractFacts,
    contract_parties::queries::{Place, active_groups},
    error::Error,
    store::Tx,
    units::queries::{Units, units},
};

/// A text of a contract by its hash.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Known {
    /// The contract.
    pub contract_id: ContractId,
    /// Its number.
    pub n: i32,
    /// Its hash.
    pub sha256: Vec<u8>,
    /// The side that proposed it.
    pub proposed_by: Side,
}

/// What is known about the contracts of a registration.
#[derive(Debug)]
pub struct Scene {
    /// Units and products.
    pub units: Units,
    /// The active groups that are named.
    pub groups: HashMap<GroupId, Place>,
    /// The contracts that are named by the system of the partner, locked.
    pub contracts: HashMap<String, sales_contract::Model>,
    /// The contracts that have one of the numbers.
    pub numbers: HashMap<String, ContractId>,
    /// All texts of those contracts, by contract.
    pub texts: HashMap<ContractId, Vec<Known>>,
    /// Who has confirmed their latest texts.
    pub confirmations: Confirmations,
    /// The texts in force, where they can be changed.
    pub in_force: HashMap<ContractId, contract_version::Model>,
    /// What was delivered under them.
    pub balances: HashMap<ContractId, Vec<line_balance::Model>>,
}

impl Scene {
    /// Reads what is known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(
        tx: &Tx,
        access: &Access<RegisterContracts>,
        registration: &Registration,
    ) -> Result<Self, Error> {
        use sales_contract::Column;
        let entries = &registration.contracts;
        let own =
            || access.rows::<sales_contract::Entity>().filter(Column::PartnerId.eq(registration.partner_id));
        let refs = entries.iter().map(|entry| entry.external_ref.as_ref());
        let found = tx.lock_all(own().filter(Column::ExternalRef.is_in(refs))).await?;
        let numbers = entries.iter().map(|entry| entry.number.as_ref());
        let numbered: Vec<Numbered> = tx
            .every(own().filter(Column::Number.is_in(numbers)), |select| {
                select.select_only().column(Column::Id).column(Column::Number)
            })
            .await?;
        let ids: Vec<ContractId> = found.iter().map(|row| row.id).collect();
        let changing = |row: &&sales_contract::Model| row.status == ContractStatus::Confirmed;
        let bound: Vec<ContractId> = found.iter().filter(changing).map(|row| row.id).collect();
        Ok(Self {
            units: units(tx).await?,
            groups: active_groups(tx, access, entries.iter().map(|entry| entry.group_id).collect()).await?,
            numbers: numbered.into_iter().map(|row| (row.number, row.id)).collect(),
            texts: texts_of(tx, &ids).await?,
            confirmations: of_latest_of_many(tx, ids).await?,
            in_force: in_force_of(tx, &bound).await?,
            balances: balances_of(tx, &bound).await?,
            contracts: by_ref(found),
        })
    }
}

#[derive(FromQueryResult)]
struct Numbered {
    id: ContractId,
    number: String,
}

fn by_ref(rows: Vec<sales_contract::Model>) -> HashMap<String, sales_contract::Model> {
    rows.into_iter().filter_map(|row| Some((row.external_ref.clone()?, row))).collect()
}

impl Scene {
    /// The texts of a contract.
    #[must_use]
    pub fn texts(&self, id: ContractId) -> &[Known] {
        self.texts.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The facts about a contract as it is, for the journal.
    #[must_use]
    pub fn facts(&self, row: &sales_contract::Model) -> ContractFacts {
        let latest = self.texts(row.id).iter().find(|text| text.n == row.text_n);
        let sha256 = latest.map(|text| text.sha256.as_slice()).unwrap_or_default();
        let confirmations = self.confirmations.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        ContractFacts::of(row.clone(), sha256, confirmations)
    }
}

async fn texts_of(tx: &Tx, ids: &[ContractId]) -> Result<HashMap<ContractId, Vec<Known>>, Error> {
    use contract_version::Column;
    let rows = versions(tx, ids);
    let found: Vec<Known> = tx
        .every(rows, |select| {
            select.select_only().columns([Column::ContractId, Column::N, Column::Sha256, Column::ProposedBy])
        })
        .await?;
    let mut texts: HashMap<ContractId, Vec<Known>> = HashMap::new();
    found.into_iter().for_each(|text| texts.entry(text.contract_id).or_default().push(text));
    Ok(texts)
}

fn versions(tx: &Tx, ids: &[ContractId]) -> crate::access::Rows<contract_version::Entity> {
    tx.beyond_reach("texts of contracts that were found")
        .filter(contract_version::Column::ContractId.is_in(ids.iter().copied()))
}

async fn in_force_of(
    tx: &Tx,
    ids: &[ContractId],
) -> Result<HashMap<ContractId, contract_version::Model>, Error> {
    let found: Vec<contract_version::Model> = tx.every(versions(tx, ids), in_force).await?;
    Ok(found.into_iter().map(|version| (version.contract_id, version)).collect())
}

fn in_force(select: Select<contract_version::Entity>) -> Select<contract_version::Entity> {
    let contract = contract_version::Entity::belongs_to(sales_contract::Entity)
        .from(contract_version::Column::ContractId)
        .to(sales_contract::Column::Id);
    let is_in_force = Expr::col(contract_version::Column::N.as_column_ref())
        .eq(Expr::col(sales_contract::Column::InForceN.as_column_ref()));
    select.join(JoinType::InnerJoin, contract.into()).filter(is_in_force)
}

async fn balances_of(
    tx: &Tx,
    ids: &[ContractId],
) -> Result<HashMap<ContractId, Vec<line_balance::Model>>, Error> {
    let rows = tx
        .beyond_reach::<line_balance::Entity>("lines of contracts that were found")
        .filter(line_balance::Column::ContractId.is_in(ids.iter().copied()))
        .filter(line_balance::Column::Delivered.gt(0));
    let mut balances: HashMap<ContractId, Vec<line_balance::Model>> = HashMap::new();
    let found: Vec<line_balance::Model> = tx.every(rows, |select| select).await?;
    found.into_iter().for_each(|row| balances.entry(row.contract_id).or_default().push(row));
    Ok(balances)
}
