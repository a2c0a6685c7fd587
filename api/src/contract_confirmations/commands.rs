//! What happens inside a unit of work when a side confirms a text, and when that brings it into force.

use entity::{contract_confirmation, contract_version, ids::ContractId, sales_contract};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::messages::NewConfirmation;
use crate::{
    access::{Access, permission::contracts::ConfirmContract},
    contract_amendments::queries::unmet,
    contract_parties::queries::check_ready,
    contract_sides::{
        commands::{hold, view},
        queries::Acting,
    },
    contract_texts::{
        commands::show_head,
        queries::{content_of, version_of},
    },
    contracts::messages::SalesContract,
    error::{Code, Error, Text},
    late_facts::queries::check_late,
    line_balances::{commands::set_balances, queries::lock_balances},
    store::{Change, Tx},
    values::hex,
};

/// Confirms the latest text for the side of the caller; the second confirmation brings it into force.
pub(super) async fn confirm(
    tx: &Tx,
    access: &Access<ConfirmContract>,
    id: ContractId,
    confirmation: &NewConfirmation,
) -> Result<Change<SalesContract>, Error> {
    let held = hold(tx, access, id).await?;
    let status = held.stage().step("confirm")?;
    let version = version_of(tx, id, held.row.text_n).await?;
    if version.sha256 != confirmation.sha256.as_bytes() {
        return Err(outdated(&version));
    }
    check_ready(tx, &held.row).await?;
    let human = access.caller().human();
    tx.insert_all(vec![row(tx, &version, held.acting, human)]).await?;
    let before = held.before;
    // The caller's own side is not among those that have confirmed; so the other one is all there can be.
    if before.head.confirmed_by.is_empty() {
        tx.update::<sales_contract::Entity>(held.row, |_| ()).await?;
    } else {
        if held.row.in_force_n.is_none() {
            let from_on = held.row.signed_on.min(held.row.starts_on);
            check_late(tx, &[(held.row.commune_id, from_on)]).await?;
        }
        let content = content_of(&version)?;
        let n = version.n;
        enter_into_force(tx, &held.row, version).await?;
        tx.update::<sales_contract::Entity>(held.row, |row| {
            row.status = Set(status);
            row.in_force_n = Set(Some(n));
            show_head(row, &content);
        })
        .await?;
    }
    Ok(Change::changed("confirmed", &before, view(tx, access, id).await?))
}

/// The answer to the hash of another text than the one that waits now.
fn outdated(version: &contract_version::Model) -> Error {
    let detail = Text::new(
        "Văn bản đã được sửa. Hãy đọc văn bản mới rồi xác nhận mã của nó.",
        "The text has changed. Read the new one and confirm its hash.",
    );
    let members = json!({ "text_n": version.n, "current_sha256": hex(&version.sha256) });
    Error::Conflict { code: Code::ConfirmationOutdated, detail: Some(detail), members }
}

fn row(
    tx: &Tx,
    version: &contract_version::Model,
    acting: Acting,
    human: uuid::Uuid,
) -> contract_confirmation::ActiveModel {
    contract_confirmation::ActiveModel {
        contract_id: Set(version.contract_id),
        n: Set(version.n),
        side: Set(acting.side),
        human: Set(human),
        role: Set(acting.role.wire().to_owned()),
        sha256: Set(version.sha256.clone()),
        confirmed_at: Set(tx.now()),
    }
}

/// Brings a text into force: the first one from the day of signing, a change from today. What was delivered meanwhile may
/// stand against a change that did not stand against it when it was proposed.
async fn enter_into_force(
    tx: &Tx,
    contract: &sales_contract::Model,
    version: contract_version::Model,
) -> Result<(), Error> {
    let content = content_of(&version)?;
    let balances = lock_balances(tx, contract.id).await?;
    let from_on = match contract.in_force_n {
        None => content.signed_on.date(),
        Some(n) => {
            let old = version_of(tx, contract.id, n).await?;
            let findings = unmet(&content_of(&old)?, &content, &balances, tx.today());
            if !findings.is_empty() {
                return Err(Error::unmet(Code::ConditionsUnmet, &findings));
            }
            // A text that was to come into force later gives way before it did.
            let from_on = old.in_force_from_on.map_or(tx.today(), |since| since.max(tx.today()));
            tx.edit::<contract_version::Entity>(old, |old| old.in_force_until_on = Set(Some(from_on)))
                .await?;
            from_on
        }
    };
    tx.edit::<contract_version::Entity>(version, |version| version.in_force_from_on = Set(Some(from_on)))
        .await?;
    set_balances(tx, contract.id, &content, balances).await
}
