//! The texts of the demo's contracts: proposed, shown, confirmed, in force, given up.

use chrono::{DateTime, NaiveDate, Utc};
use entity::enums::{ContractStatus, Rationale, Side};
use entity::ids::ContractLineId;
use entity::{contract_confirmation, contract_line, contract_version, line_balance, sales_contract};
use serde_json::{Value, json};

use super::deals::Deal;
use super::desk::{Desk, Hand, wire};
use crate::contract_content::messages::{ContractContent, ContractLine};
use crate::contract_facts::messages::ContractFacts;
use crate::contract_texts::commands::wording_of;
use crate::error::Error;
use crate::store::{Owner, Resource};
use crate::values::{Line, Quantity, Vnd};

/// A contract while it is written.
pub struct Paper<'a> {
    /// What was planned of it.
    pub deal: &'a Deal,
    /// The row.
    pub row: sales_contract::Model,
    /// Its texts in turn, each as it is kept and as it reads.
    pub texts: Vec<(contract_version::Model, ContractContent)>,
    /// Who acts for the partner and for the group.
    pub hands: [Hand; 2],
    /// Who has confirmed the latest text.
    pub confirmed_by: Vec<Side>,
}

fn overfull() -> Error {
    Error::internal("a contract of the demo is worth more than an amount can be")
}

impl Paper<'_> {
    /// Who acts for a side.
    pub const fn hand(&self, side: Side) -> Hand {
        match side {
            Side::Partner => self.hands[0],
            Side::Group => self.hands[1],
        }
    }

    /// Who acts for the other side than the one that wrote it.
    pub const fn other(&self) -> Hand {
        match self.row.drafted_by {
            Side::Partner => self.hands[1],
            Side::Group => self.hands[0],
        }
    }

    /// Whom its journal concerns now.
    pub fn owners(&self) -> Vec<Owner> {
        ContractFacts::of(self.row.clone(), &[], &[]).owners()
    }

    /// The latest content.
    ///
    /// # Errors
    /// When there is none.
    pub fn content(&self) -> Result<&ContractContent, Error> {
        self.texts.last().map(|(_, content)| content).ok_or_else(overfull)
    }

    /// The text with a number.
    pub fn text(&mut self, n: i32) -> Option<&mut contract_version::Model> {
        self.texts.iter_mut().map(|(version, _)| version).find(|version| version.n == n)
    }

    /// Shows what a text says in the head.
    pub fn show(&mut self, content: &ContractContent) {
        let row = &mut self.row;
        row.signed_on = content.signed_on.into();
        row.starts_on = content.starts_on.into();
        row.ends_on = content.ends_on.into();
        row.linkage = content.linkage;
        row.value_vnd = content.value().unwrap_or(Vnd::MAX).get();
    }

    /// Notes a step, and what changed by it besides the state.
    pub fn step(
        &mut self,
        desk: &mut Desk<'_>,
        (action, status): (&'static str, ContractStatus),
        at: DateTime<Utc>,
        mut changes: Vec<(&'static str, Value, Value)>,
    ) {
        if self.row.status != status {
            changes.insert(0, ("status", wire(&self.row.status), wire(&status)));
        }
        self.row.status = status;
        self.row.version += 1;
        self.row.updated_at = at;
        desk.tell("sales_contract", self.row.id, (self.row.version, action), self.owners(), changes);
    }
}

impl Desk<'_> {
    /// Keeps a text that a side proposes on a day.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn propose(
        &mut self,
        paper: &mut Paper<'_>,
        content: ContractContent,
        (side, rationale, remark): (Side, Option<Rationale>, Option<&str>),
        (on, at): (NaiveDate, DateTime<Utc>),
    ) -> Result<(), Error> {
        let wording = wording_of(&paper.row, &content)?;
        let n = i32::try_from(paper.texts.len() + 1).map_err(Error::internal)?;
        for line in &content.lines {
            let (id, _) = self.enter("contract_line", 1, on);
            self.out.contract_lines.push(line_row(&paper.row, (ContractLineId(id), n), line)?);
        }
        let version = contract_version::Model {
            contract_id: paper.row.id,
            n,
            content: wording.text,
            sha256: wording.sha256.to_vec(),
            proposed_by: side,
            rationale,
            remark: remark.map(str::to_owned),
            shared_at: (n > 1).then_some(at),
            in_force_from_on: None,
            in_force_until_on: None,
            dropped_at: None,
            created_at: at,
        };
        paper.row.text_n = n;
        if paper.row.in_force_n.is_none() {
            paper.show(&content);
        }
        paper.confirmed_by.clear();
        paper.texts.push((version, content));
        self.acted("sales_contract", paper.row.id, paper.hand(side));
        Ok(())
    }

    /// Confirms the latest text for a side; the second time it comes into force from a day on.
    pub fn confirm(&mut self, paper: &mut Paper<'_>, side: Side, on: NaiveDate) {
        let (table, hour) = match side {
            Side::Partner => ("contract confirmed by partner", 4),
            Side::Group => ("contract confirmed by group", 5),
        };
        let (_, at) = self.enter(table, hour, on);
        let hand = paper.hand(side);
        let Some((version, content)) = paper.texts.last().cloned() else { return };
        self.out.contract_confirmations.push(contract_confirmation::Model {
            contract_id: paper.row.id,
            n: version.n,
            side,
            human: hand.human,
            role: hand.role.wire().to_owned(),
            sha256: version.sha256,
            confirmed_at: at,
        });
        self.acted("sales_contract", paper.row.id, hand);
        let before = json!(paper.confirmed_by);
        paper.confirmed_by.push(side);
        paper.confirmed_by.sort_by_key(|side| *side == Side::Group);
        let mut changes = vec![("confirmed_by", before, json!(paper.confirmed_by))];
        let mut status = paper.row.status;
        if paper.confirmed_by.len() == 2 {
            let old = paper.row.in_force_n.replace(version.n);
            let from = if old.is_some() { on } else { content.signed_on.date() };
            if let Some(old) = old.and_then(|n| paper.text(n)) {
                old.in_force_until_on = Some(from);
            }
            if let Some(new) = paper.text(version.n) {
                new.in_force_from_on = Some(from);
            }
            paper.show(&content);
            changes.push(("in_force_n", json!(old), json!(version.n)));
            status = ContractStatus::Confirmed;
        }
        paper.step(self, ("confirmed", status), at, changes);
    }

    /// Keeps the texts, and of what is in force how far it has come: what was delivered of each line.
    pub fn keep(&mut self, paper: Paper<'_>, delivered: impl Fn(i32) -> Quantity) {
        let in_force = paper.row.in_force_n;
        for (version, content) in paper.texts {
            if Some(version.n) == in_force {
                let balances = content.lines.iter().map(|line| line_balance::Model {
                    contract_id: version.contract_id,
                    line_no: i32::from(line.line_no),
                    most: content.most_of(line).millionths(),
                    delivered: delivered(i32::from(line.line_no)).millionths(),
                });
                self.out.line_balances.extend(balances);
            }
            self.out.contract_versions.push(version);
        }
        self.out.sales_contracts.push(paper.row);
    }
}

fn line_row(
    contract: &sales_contract::Model,
    (id, n): (ContractLineId, i32),
    line: &ContractLine,
) -> Result<contract_line::Model, Error> {
    Ok(contract_line::Model {
        id,
        contract_id: contract.id,
        n,
        line_no: i32::from(line.line_no),
        partner_id: contract.partner_id,
        group_id: contract.group_id,
        commune_id: contract.commune_id,
        former_commune_id: contract.former_commune_id,
        chain: line.chain.as_ref().to_owned(),
        form: line.form,
        grade: line.grade.clone().map(Line::into_string),
        unit: line.unit.as_ref().to_owned(),
        quantity: line.quantity.millionths(),
        price_rule: line.price.rule,
        unit_price_vnd: line.price.unit_price_vnd.get(),
        premium_vnd: line.price.premium_vnd.get(),
        reference: line.price.reference.clone().map(Line::into_string),
        fresh_per_dried: line.fresh_per_dried.map(Quantity::millionths),
        deliver_from_on: line.deliver_from_on.into(),
        deliver_until_on: line.deliver_until_on.into(),
        amount_vnd: line.amount().ok_or_else(overfull)?.get(),
    })
}
