//! What goes over the wire about contracts.

use chrono::NaiveDate;
use entity::{
    enums::{ContractStatus, LinkageForm, Rationale, Side},
    ids::{AreaId, ContractId, GroupId, PartnerId},
    sales_contract,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::{
    contract_confirmations::messages::ContractConfirmation,
    contract_content::messages::ContractContent,
    contract_facts::messages::ContractFacts,
    http::{etag_of, present},
    line_balances::messages::LineProgress,
    store::{Owner, Resource},
    values::{Instant, Line},
};

/// State of a contract on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContractState {
    /// Being written by one side, which alone sees it.
    Draft,
    /// Waits for both sides to confirm one text.
    Submitted,
    /// Both sides have confirmed one text; its first day is still to come.
    Confirmed,
    /// The day lies in its term.
    Active,
    /// Its last day is over.
    Expired,
    /// Everything was delivered that will be.
    Completed,
    /// A side did not want it.
    Rejected,
    /// Ended before its time.
    Terminated,
}

impl ContractState {
    /// The state of a contract on a day: between confirmation and end it follows from the term.
    #[must_use]
    pub fn on(row: &sales_contract::Model, day: NaiveDate) -> Self {
        match row.status {
            ContractStatus::Draft => Self::Draft,
            ContractStatus::Submitted => Self::Submitted,
            ContractStatus::Confirmed if day < row.starts_on => Self::Confirmed,
            ContractStatus::Confirmed if day > row.ends_on => Self::Expired,
            ContractStatus::Confirmed => Self::Active,
            ContractStatus::Completed => Self::Completed,
            ContractStatus::Rejected => Self::Rejected,
            ContractStatus::Terminated => Self::Terminated,
        }
    }
}

/// What lists and single contracts show alike.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractHead {
    /// Its id.
    pub id: ContractId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "HD-000001")]
    pub code: String,
    /// The partner.
    pub partner_id: PartnerId,
    /// The group.
    pub group_id: GroupId,
    /// Commune of the group when the contract was entered.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// The side that entered it.
    pub drafted_by: Side,
    /// Number the partner gave it.
    #[schema(max_length = 60, example = "15/2026/HĐMB")]
    pub number: String,
    /// Name of the contract in the partner's own system.
    #[schema(max_length = 100, example = "ERP-2026-0015")]
    pub external_ref: Option<String>,
    /// What contracts that were signed together share.
    #[schema(max_length = 60, example = "KHUNG-2026")]
    pub framework_ref: Option<String>,
    /// Its state today.
    pub status: ContractState,
    /// Number of the latest text that was not given up.
    #[schema(minimum = 1)]
    pub text_n: i32,
    /// Number of the text in force; null until both sides have confirmed one.
    #[schema(minimum = 1)]
    pub in_force_n: Option<i32>,
    /// The sides that have confirmed the latest text.
    #[schema(max_items = 2)]
    pub confirmed_by: Vec<Side>,
    /// Day of signing, of the text in force or else the latest.
    pub signed_on: NaiveDate,
    /// First day of its term.
    pub starts_on: NaiveDate,
    /// Last day of its term.
    pub ends_on: NaiveDate,
    /// Form of linkage.
    pub linkage: LinkageForm,
    /// What its lines are worth.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub value_vnd: i64,
    /// Day it was completed or terminated.
    pub ended_on: Option<NaiveDate>,
    /// The side that did; null for staff of the union.
    pub ended_by: Option<Side>,
    /// What you can do with it now.
    #[schema(max_items = 20, example = json!(["confirm"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// A contract with its latest text, and how far the text in force has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesContract {
    /// The contract without its texts.
    #[serde(flatten)]
    pub head: ContractHead,
    /// SHA-256 of parties, number and content of the latest text: what is confirmed.
    #[schema(max_length = 64)]
    pub sha256: String,
    /// What the latest text says.
    pub content: ContractContent,
    /// The side that proposed it.
    pub proposed_by: Side,
    /// Why it changes what is in force; null when it does not.
    pub rationale: Option<Rationale>,
    /// The same in words.
    #[schema(max_length = 500)]
    pub remark: Option<String>,
    /// Who has confirmed it.
    #[schema(max_items = 2)]
    pub confirmations: Vec<ContractConfirmation>,
    /// How far each line of the text in force has come; empty when none is.
    #[schema(max_items = 50)]
    pub lines: Vec<LineProgress>,
    /// What the journal keeps.
    #[serde(skip)]
    pub facts: ContractFacts,
}

impl ContractHead {
    /// The view of a row on a day.
    #[must_use]
    pub fn of(
        row: sales_contract::Model,
        confirmed_by: Vec<Side>,
        allowed_actions: Vec<&'static str>,
        today: NaiveDate,
    ) -> Self {
        Self {
            status: ContractState::on(&row, today),
            id: row.id,
            code: row.code,
            partner_id: row.partner_id,
            group_id: row.group_id,
            commune_id: row.commune_id,
            former_commune_id: row.former_commune_id,
            drafted_by: row.drafted_by,
            number: row.number,
            external_ref: row.external_ref,
            framework_ref: row.framework_ref,
            text_n: row.text_n,
            in_force_n: row.in_force_n,
            confirmed_by,
            signed_on: row.signed_on,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            linkage: row.linkage,
            value_vnd: row.value_vnd,
            ended_on: row.ended_on,
            ended_by: row.ended_by,
            allowed_actions,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for SalesContract {
    const KIND: &'static str = ContractFacts::KIND;
    const COLLECTION: &'static str = ContractFacts::COLLECTION;

    fn id(&self) -> Uuid {
        self.facts.id()
    }

    fn version(&self) -> i32 {
        self.facts.version()
    }

    fn owners(&self) -> Vec<Owner> {
        self.facts.owners()
    }

    /// Once it is in force, days pass and goods are delivered without a revision.
    fn is_told_by_revision(&self) -> bool {
        self.facts.row.in_force_n.is_none()
    }

    fn facts(&self) -> Value {
        self.facts.facts()
    }
}

/// A side enters a contract.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSalesContract {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<ContractId>,
    /// The partner, verified.
    pub partner_id: PartnerId,
    /// The group, active.
    pub group_id: GroupId,
    /// Number the partner gives it.
    #[schema(example = "15/2026/HĐMB")]
    pub number: Line<1, 60>,
    /// Name of the contract in the partner's own system.
    #[schema(example = "ERP-2026-0015")]
    pub external_ref: Option<Line<1, 100>>,
    /// What contracts that are signed together share.
    #[schema(example = "KHUNG-2026")]
    pub framework_ref: Option<Line<1, 60>>,
    /// What it says.
    pub content: ContractContent,
}

/// Changes of a contract that is not in force. What it is called can change as long as it is a draft.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SalesContractPatch {
    /// Another number.
    #[schema(nullable = false, example = "16/2026/HĐMB")]
    pub number: Option<Line<1, 60>>,
    /// Another name in the partner's system, or none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Line<1, 100>>, example = "ERP-2026-0016")]
    pub external_ref: Option<Option<Line<1, 100>>>,
    /// Another framework, or none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Line<1, 60>>, example = "KHUNG-2026")]
    pub framework_ref: Option<Option<Line<1, 60>>>,
    /// Another content: of a draft instead of the present one, else as a text of its own that both sides confirm anew.
    #[schema(nullable = false)]
    pub content: Option<ContractContent>,
}
