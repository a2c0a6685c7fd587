//! What goes over the wire about texts of contracts.

use chrono::NaiveDate;
use entity::{
    contract_confirmation, contract_version,
    enums::{Rationale, Side},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    application_content::messages::ContentChange,
    contract_confirmations::messages::ContractConfirmation,
    contract_content::messages::ContractContent,
    http::Filter,
    values::{Instant, hex},
};

/// A text of a contract, without what it says.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractTextSummary {
    /// Counts the texts.
    #[schema(minimum = 1)]
    pub n: i32,
    /// SHA-256 of parties, number and content: what both sides confirm.
    #[schema(max_length = 64)]
    pub sha256: String,
    /// The side that proposed it.
    pub proposed_by: Side,
    /// Why it changes what is in force; null for texts from before.
    pub rationale: Option<Rationale>,
    /// The same in words.
    #[schema(max_length = 500)]
    pub remark: Option<String>,
    /// Who confirmed it.
    #[schema(max_items = 2)]
    pub confirmations: Vec<ContractConfirmation>,
    /// First day in force; null when it never was.
    pub in_force_from_on: Option<NaiveDate>,
    /// First day no longer in force.
    pub in_force_until_on: Option<NaiveDate>,
    /// When it was given up as a change of what is in force.
    pub dropped_at: Option<Instant>,
    /// When it was proposed.
    pub created_at: Instant,
}

/// A text of a contract.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractText {
    /// Its number, its hash and what became of it.
    #[serde(flatten)]
    pub summary: ContractTextSummary,
    /// What it says.
    pub content: ContractContent,
    /// What it changed since the text before.
    #[schema(max_items = 20)]
    pub changes: Vec<ContentChange>,
}

impl ContractTextSummary {
    /// The view of a text with those who confirmed it.
    #[must_use]
    pub fn of(row: contract_version::Model, confirmations: Vec<contract_confirmation::Model>) -> Self {
        Self {
            n: row.n,
            sha256: hex(&row.sha256),
            proposed_by: row.proposed_by,
            rationale: row.rationale,
            remark: row.remark,
            confirmations: confirmations.into_iter().map(Into::into).collect(),
            in_force_from_on: row.in_force_from_on,
            in_force_until_on: row.in_force_until_on,
            dropped_at: row.dropped_at.map(Into::into),
            created_at: row.created_at.into(),
        }
    }
}

/// Filters of the list of texts: none.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ContractTextFilter {}

impl Filter for ContractTextFilter {
    const SORTS: &'static [&'static str] = &["-n"];
}
