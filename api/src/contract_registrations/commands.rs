//! What happens inside a unit of work when many contracts are registered: each is decided on by itself, then all that is new
//! is written with few statements.

use entity::{
    enums::{ContractStatus, Side},
    ids::PartnerId,
    sales_contract,
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::{
    messages::{Registration, RegistrationOutcome, RegistrationResult, RegistrationResults},
    queries::Scene,
};
use crate::{
    access::{Access, Permit, Reach, Role, permission::contracts::RegisterContracts},
    contract_facts::messages::ContractFacts,
    contract_parties::queries::{check_verified, no_partner},
    contract_sides::queries::{SUBJECT, word},
    contract_texts::commands::{Proposal, show_head},
    error::{Code, Error, Text},
    registration_decisions::queries::{Decision, Taken, decide, refuse_at},
    store::{Change, Entry, Owner, Resource, Tx},
    values::{FieldCode, hex},
};

/// Registers contracts of a partner.
pub(super) async fn register(
    tx: &Tx,
    access: &Access<RegisterContracts>,
    registration: &Registration,
) -> Result<Change<RegistrationResults>, Error> {
    let partner_id = registration.partner_id;
    let own = Reach::held_as(access.caller(), RegisterContracts::PERMISSION, Role::Partner);
    if !own.partners.contains(&partner_id) {
        return Err(Error::unknown("/partner_id", no_partner()));
    }
    // Two registrations of one partner would be new to each other.
    tx.lock_name(&format!("register_sales_contracts {partner_id}")).await?;
    let scene = Scene::of(tx, access, registration).await?;
    check_verified(tx, partner_id).await?;
    let mut taken = Taken::default();
    let mut decisions = Vec::new();
    for (index, entry) in registration.contracts.iter().enumerate() {
        decisions.push(decide(tx, &scene, &mut taken, (partner_id, index, entry))?);
    }
    let decisions = take_duties(tx, decisions).await?;
    let entries = write(tx, &scene, &decisions).await?;
    let results: Vec<RegistrationResult> = decisions.iter().enumerate().map(result).collect();
    let summary = summary(partner_id, &results);
    Ok(Change::many(RegistrationResults { results }, entries).and(summary))
}

/// Takes the duty of the partner for every contract that gets a text; whoever has acted for the other side of one changes
/// nothing of it.
async fn take_duties<'a>(tx: &Tx, decisions: Vec<Decision<'a>>) -> Result<Vec<Decision<'a>>, Error> {
    let subjects: Vec<Uuid> = decisions.iter().filter_map(written).map(|(row, _)| row.id.into()).collect();
    let foreign = tx.take_duties(SUBJECT, &subjects, word(Side::Partner)).await?;
    let each = |(index, decision): (usize, Decision<'a>)| match written(&decision) {
        Some((row, _)) if foreign.contains(&row.id.into()) => {
            let place = (format!("/contracts/{index}/external_ref"), FieldCode::Inconsistent);
            let text = Text::new(
                "Bạn đã hành động thay mặt nhóm trong hợp đồng này.",
                "You have acted for the group of this contract.",
            );
            refuse_at(Some(row.id), Code::SeparationOfDuties, place, text)
        }
        _ => decision,
    };
    Ok(decisions.into_iter().enumerate().map(each).collect())
}

/// The contract that a decision writes, with its text.
const fn written<'d, 'a>(
    decision: &'d Decision<'a>,
) -> Option<(&'d sales_contract::Model, &'d Proposal<'a>)> {
    match decision {
        Decision::Create(row, proposal) | Decision::Amend(row, proposal) => Some((row, proposal)),
        Decision::Leave(..) | Decision::Refuse(..) => None,
    }
}

/// Writes what was decided; what the journal says of each contract.
async fn write(tx: &Tx, scene: &Scene, decisions: &[Decision<'_>]) -> Result<Vec<Entry>, Error> {
    let created = |decision: &Decision<'_>| matches!(decision, Decision::Create(..));
    let count = decisions.iter().filter(|decision| created(decision)).count();
    let mut codes = match count {
        0 => Vec::new().into_iter(),
        count => tx.next_codes("sales_contract", "HD", count).await?.into_iter(),
    };
    let (mut rows, mut texts, mut lines, mut entries) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for decision in decisions {
        let Some((row, proposal)) = written(decision) else { continue };
        texts.push(proposal.row(tx, row.id));
        lines.extend(proposal.lines(tx, row)?);
        if created(decision) {
            let code = codes.next().ok_or_else(|| Error::internal("too few codes"))?;
            let row = sales_contract::Model { code, ..row.clone() };
            let facts = ContractFacts::of(row.clone(), &proposal.wording.sha256, &[]);
            entries.push(Entry::about("created", None, &facts));
            rows.push(row.into_active_model());
        } else {
            entries.push(amend(tx, scene, row, proposal).await?);
        }
    }
    tx.insert_all(rows).await?;
    tx.insert_all(texts).await?;
    tx.insert_all(lines).await?;
    Ok(entries)
}

/// Makes a text the latest of a contract.
async fn amend(
    tx: &Tx,
    scene: &Scene,
    row: &sales_contract::Model,
    proposal: &Proposal<'_>,
) -> Result<Entry, Error> {
    let action = match row.status {
        ContractStatus::Draft => "updated",
        ContractStatus::Submitted => "text_proposed",
        _ => "amendment_proposed",
    };
    let before = scene.facts(row);
    let saved = tx
        .amend::<sales_contract::Entity>(row.clone(), |edited| {
            edited.text_n = Set(proposal.n);
            if row.in_force_n.is_none() {
                show_head(edited, proposal.content);
            }
        })
        .await?;
    let after = ContractFacts::of(saved, &proposal.wording.sha256, &[]);
    Ok(Entry::about(action, Some(&before), &after))
}

fn result((index, decision): (usize, &Decision<'_>)) -> RegistrationResult {
    use RegistrationOutcome as Outcome;
    let said = |outcome, id, n, sha256: String| RegistrationResult {
        index,
        outcome,
        contract_id: Some(id),
        text_n: Some(n),
        sha256: Some(sha256),
        problem: None,
    };
    let hash = |proposal: &Proposal<'_>| hex(&proposal.wording.sha256);
    match decision {
        Decision::Create(row, proposal) => said(Outcome::Created, row.id, proposal.n, hash(proposal)),
        Decision::Amend(row, proposal) => said(Outcome::Amended, row.id, proposal.n, hash(proposal)),
        Decision::Leave(id, n, sha256) => said(Outcome::Unchanged, *id, *n, sha256.clone()),
        Decision::Refuse(id, problem) => RegistrationResult {
            index,
            outcome: Outcome::Refused,
            contract_id: *id,
            text_n: None,
            sha256: None,
            problem: Some(problem.clone()),
        },
    }
}

/// What the journal says of the registration itself: how many contracts became what.
fn summary(partner_id: PartnerId, results: &[RegistrationResult]) -> Entry {
    use RegistrationOutcome as Outcome;
    let count = |outcome: Outcome| results.iter().filter(|result| result.outcome == outcome).count();
    let change =
        |(name, outcome): (&str, Outcome)| json!({ "pointer": name, "old": null, "new": count(outcome) });
    let changes = [
        ("/created", Outcome::Created),
        ("/unchanged", Outcome::Unchanged),
        ("/amended", Outcome::Amended),
        ("/refused", Outcome::Refused),
    ];
    Entry {
        action: "registered",
        owners: vec![Owner::Partner(partner_id)],
        changes: changes.map(change).into_iter().collect(),
        ..Entry::read(ContractFacts::KIND)
    }
}
