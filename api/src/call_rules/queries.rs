//! Rules as they are kept: JSON whose members have a fixed order, so that equal rules have equal hashes.

use entity::{area, grant_call, value_chain};
use sea_orm::ColumnTrait;
use sha2::{Digest, Sha256};

use super::messages::CallRules;
use crate::{
    error::{Error, Faults, Text},
    store::Tx,
    values::FieldCode,
};

/// The rules of a call.
///
/// # Errors
/// When what is kept cannot be read.
pub fn rules_of(call: &grant_call::Model) -> Result<CallRules, Error> {
    serde_json::from_str(&call.rules).map_err(Error::internal)
}

/// Rules as they are kept.
///
/// # Errors
/// When they cannot be written.
pub fn kept(rules: &CallRules) -> Result<String, Error> {
    serde_json::to_string(rules).map_err(Error::internal)
}

/// The hash of rules as they are kept.
#[must_use]
pub fn hash(rules: &str) -> Vec<u8> {
    Sha256::digest(rules.as_bytes()).to_vec()
}

/// Notes value chains and areas that the rules name and that do not exist.
///
/// # Errors
/// When the database fails.
pub async fn check_named(tx: &Tx, faults: &mut Faults, rules: &CallRules) -> Result<(), Error> {
    let codes = rules.value_chains.iter().map(AsRef::<str>::as_ref);
    let known = tx
        .beyond_reach::<value_chain::Entity>("reference data")
        .filter(value_chain::Column::Code.is_in(codes));
    let known = tx.all(known).await?;
    for (n, chain) in rules.value_chains.iter().enumerate() {
        let is_unknown = known.iter().all(|row| row.code != chain.as_ref());
        let text = Text::new("Không có chuỗi giá trị này.", "There is no such value chain.");
        faults.when(is_unknown, format!("/rules/value_chains/{n}"), FieldCode::NotFound, text);
    }
    let areas = tx
        .beyond_reach::<area::Entity>("reference data")
        .filter(area::Column::Id.is_in(rules.area_ids.iter().copied()));
    let areas = tx.all(areas).await?;
    for (n, id) in rules.area_ids.iter().enumerate() {
        let is_unknown = areas.iter().all(|area| area.id != *id);
        let text = Text::new("Không có đơn vị này.", "There is no such unit.");
        faults.when(is_unknown, format!("/rules/area_ids/{n}"), FieldCode::NotFound, text);
    }
    Ok(())
}
