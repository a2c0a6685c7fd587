//! Decides on one contract of a registration.

use std::collections::HashSet;

use entity::{
    enums::{ContractStatus, Rationale, Side},
    ids::{ContractId, PartnerId},
    sales_contract,
};

use crate::{
    contract_amendments::queries::check_change,
    contract_content::queries::{Wording, check},
    contract_parties::queries::{group_active, no_group},
    contract_registrations::{
        messages::{ContractEntry, RegistrationProblem},
        queries::{Known, Scene},
    },
    contract_texts::{
        commands::{Proposal, wording_of},
        queries::content_of,
    },
    contracts::{
        commands::{Drafted, first},
        workflow::Stage,
    },
    error::{Code, Error, Faults, FieldError, Text},
    store::Tx,
    values::{FieldCode, hex},
};

/// What is to become of a contract.
#[derive(Debug)]
pub enum Decision<'a> {
    /// It is new; its row still lacks a code.
    Create(sales_contract::Model, Proposal<'a>),
    /// A text of it says the same.
    Leave(ContractId, i32, String),
    /// It gets another text.
    Amend(sales_contract::Model, Proposal<'a>),
    /// It is not taken; with the contract in its way.
    Refuse(Option<ContractId>, RegistrationProblem),
}

/// The names that earlier contracts of the same registration have taken.
#[derive(Debug, Default)]
pub struct Taken<'a> {
    refs: HashSet<&'a str>,
    numbers: HashSet<&'a str>,
}

impl<'a> Taken<'a> {
    /// Takes the names of a contract, or says which are taken already.
    fn take(&mut self, at: &str, entry: &'a ContractEntry) -> Vec<FieldError> {
        let text = Text::new(
            "Trong cùng yêu cầu đã có hợp đồng mang mã hoặc số này.",
            "An earlier contract of the same request has it.",
        );
        let (external_ref, number) = (entry.external_ref.as_ref(), entry.number.as_ref());
        let mut faults = Vec::new();
        for (is_taken, member) in
            [(self.refs.contains(external_ref), "external_ref"), (self.numbers.contains(number), "number")]
        {
            if is_taken {
                let fault = FieldError::at(format!("{at}/{member}"), FieldCode::NotUnique);
                faults.push(fault.saying(text.clone()));
            }
        }
        if faults.is_empty() {
            self.refs.insert(external_ref);
            self.numbers.insert(number);
        }
        faults
    }
}

/// Decides on the contract at a place of the registration of a partner.
///
/// # Errors
/// When what is kept cannot be read.
pub fn decide<'a>(
    tx: &Tx,
    scene: &Scene,
    taken: &mut Taken<'a>,
    (partner_id, index, entry): (PartnerId, usize, &'a ContractEntry),
) -> Result<Decision<'a>, Error> {
    let at = format!("/contracts/{index}");
    let faults = taken.take(&at, entry);
    if !faults.is_empty() {
        return Ok(refuse(None, Code::Duplicate, faults));
    }
    match scene.contracts.get(entry.external_ref.as_ref()) {
        Some(row) => revise(tx, scene, &at, row, entry),
        None => enter(tx, scene, &at, partner_id, entry),
    }
}

fn refuse(in_the_way: Option<ContractId>, code: Code, faults: Vec<FieldError>) -> Decision<'static> {
    Decision::Refuse(in_the_way, RegistrationProblem::of(code, faults))
}

/// The decision to refuse a contract at one of its members.
#[must_use]
pub fn refuse_at(
    id: Option<ContractId>,
    code: Code,
    (pointer, kind): (String, FieldCode),
    text: Text,
) -> Decision<'static> {
    refuse(id, code, vec![FieldError::at(pointer, kind).saying(text)])
}

/// The faults that were noted, as a decision; none when there were none.
fn faulty(id: Option<ContractId>, faults: Faults) -> Result<Option<Decision<'static>>, Error> {
    match faults.check() {
        Ok(()) => Ok(None),
        Err(Error::Invalid(faults)) => Ok(Some(refuse(id, Code::ValidationFailed, faults))),
        Err(Error::Unknown(faults)) => Ok(Some(refuse(id, Code::NotFound, faults))),
        Err(other) => Err(other),
    }
}

/// Enters a contract that the system of the partner has not sent before.
fn enter<'a>(
    tx: &Tx,
    scene: &Scene,
    at: &str,
    partner_id: PartnerId,
    entry: &'a ContractEntry,
) -> Result<Decision<'a>, Error> {
    if let Some(id) = scene.numbers.get(entry.number.as_ref()) {
        let text = Text::new(
            "Đối tác đã có hợp đồng khác mang số này.",
            "Another contract of the partner has this number.",
        );
        let place = (format!("{at}/number"), FieldCode::NotUnique);
        return Ok(refuse_at(Some(*id), Code::Duplicate, place, text));
    }
    let mut faults = Faults::default();
    let place = scene.groups.get(&entry.group_id);
    faults.unknown(place.is_none(), format!("{at}/group_id"), no_group());
    check(&mut faults, &scene.units, &format!("{at}/content"), &entry.content);
    if let Some(refused) = faulty(None, faults)? {
        return Ok(refused);
    }
    let drafted = Drafted {
        id: tx.new_id(),
        code: String::new(),
        partner_id,
        group_id: entry.group_id,
        place: *place.ok_or(Error::NotFound)?,
        side: Side::Partner,
        number: &entry.number,
        external_ref: Some(&entry.external_ref),
        framework_ref: entry.framework_ref.as_ref(),
        content: &entry.content,
    };
    let row = drafted.row(tx);
    let proposal = first(&row, &entry.content)?;
    Ok(Decision::Create(row, proposal))
}

/// Compares what is sent with a contract that is known.
fn revise<'a>(
    tx: &Tx,
    scene: &Scene,
    at: &str,
    row: &sales_contract::Model,
    entry: &'a ContractEntry,
) -> Result<Decision<'a>, Error> {
    let mut faults = Faults::default();
    let framework_ref = entry.framework_ref.as_ref().map(AsRef::as_ref);
    for (is_same, member) in [
        (row.number == entry.number.as_ref(), "number"),
        (row.group_id == entry.group_id, "group_id"),
        (row.framework_ref.as_deref() == framework_ref, "framework_ref"),
    ] {
        let text = Text::new(
            "Hợp đồng đã đăng ký với giá trị khác.",
            "The contract was registered with another one.",
        );
        faults.when(!is_same, format!("{at}/{member}"), FieldCode::Inconsistent, text);
    }
    if let Some(refused) = faulty(Some(row.id), faults)? {
        return Ok(refused);
    }
    let wording = wording_of(row, &entry.content)?;
    if let Some(text) = said_already(scene, row, &wording) {
        return Ok(Decision::Leave(row.id, text.n, hex(&text.sha256)));
    }
    let mut faults = Faults::default();
    check(&mut faults, &scene.units, &format!("{at}/content"), &entry.content);
    if let Some(version) = scene.in_force.get(&row.id) {
        let balances = scene.balances.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let old = content_of(version)?;
        check_change(&mut faults, &format!("{at}/content"), &old, &entry.content, balances, tx.today());
        let is_over = !scene.groups.contains_key(&row.group_id);
        faults.when(is_over, format!("{at}/group_id"), FieldCode::Inconsistent, group_active());
    }
    if let Some(refused) = faulty(Some(row.id), faults)? {
        return Ok(refused);
    }
    if !takes_text(tx, row) {
        let text = Text::new(
            "Hợp đồng đã kết thúc, hoặc còn một sửa đổi đang chờ hai bên xác nhận.",
            "The contract is over, or another change of it waits to be confirmed.",
        );
        let place = (format!("{at}/content"), FieldCode::Inconsistent);
        return Ok(refuse_at(Some(row.id), Code::StateConflict, place, text));
    }
    let last = scene.texts(row.id).iter().map(|text| text.n).max().unwrap_or(row.text_n);
    let rationale = row.in_force_n.map(|_| entry.rationale.unwrap_or(Rationale::Other));
    let proposal = Proposal {
        n: last + 1,
        content: &entry.content,
        wording,
        side: Side::Partner,
        rationale,
        remark: None,
        is_shared: row.status != ContractStatus::Draft,
    };
    Ok(Decision::Amend(row.clone(), proposal))
}

/// The text that says the same: the latest, the one in force, or what the partner itself proposed last. The latter even when
/// the group has answered with another one or it was given up: to send the same again is no new proposal.
fn said_already<'a>(scene: &'a Scene, row: &sales_contract::Model, wording: &Wording) -> Option<&'a Known> {
    let texts = scene.texts(row.id);
    let own = texts.iter().filter(|text| text.proposed_by == Side::Partner).map(|text| text.n).max();
    let counts = |text: &&Known| [Some(row.text_n), row.in_force_n, own].contains(&Some(text.n));
    texts.iter().filter(counts).find(|text| text.sha256 == wording.sha256)
}

/// Whether the partner may propose a text now.
fn takes_text(tx: &Tx, row: &sales_contract::Model) -> bool {
    let stage = Stage { row, side: Side::Partner, confirmed_by: &[], is_ready: true, today: tx.today() };
    match row.status {
        ContractStatus::Draft | ContractStatus::Submitted => true,
        _ => stage.step("amend").is_ok(),
    }
}
