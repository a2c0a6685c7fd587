//! What goes over the wire when many contracts are registered at once.

use entity::{
    enums::Rationale,
    ids::{ContractId, GroupId, PartnerId},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    contract_content::messages::ContractContent,
    error::{Code, FieldError, Place},
    values::{FieldCode, Line},
};

/// The largest body, in bytes.
pub const LARGEST: usize = 4 * 1024 * 1024;

/// A contract as the system of a partner knows it.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractEntry {
    /// Its name in that system: what it is known by when it is sent again.
    #[schema(example = "ERP-2026-0015")]
    pub external_ref: Line<1, 100>,
    /// The group, active.
    pub group_id: GroupId,
    /// Number the partner gives it.
    #[schema(example = "15/2026/HĐMB")]
    pub number: Line<1, 60>,
    /// What contracts that are signed together share.
    #[schema(example = "KHUNG-2026")]
    pub framework_ref: Option<Line<1, 60>>,
    /// Why, where it changes a contract in force; `other` when absent.
    pub rationale: Option<Rationale>,
    /// What it says.
    pub content: ContractContent,
}

/// Many contracts of a partner.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The partner.
    pub partner_id: PartnerId,
    /// The contracts.
    #[schema(min_items = 1, max_items = 1000)]
    pub contracts: Vec<ContractEntry>,
}

/// What became of a contract that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationOutcome {
    /// It is a new draft.
    Created,
    /// A text of it says the same already.
    Unchanged,
    /// What it says was proposed as another text.
    Amended,
    /// It was not taken; see its problem.
    Refused,
}

/// One thing that is wrong with a contract that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegistrationFault {
    /// JSON Pointer in fragment form into the request body.
    #[schema(max_length = 500, example = "#/contracts/17/content/lines/2/quantity")]
    pub pointer: String,
    /// What kind of fault.
    pub code: FieldCode,
    /// The sentence in Vietnamese.
    #[schema(max_length = 500, example = "Phải lớn hơn 0.")]
    pub detail_vi: String,
    /// The sentence in English.
    #[schema(max_length = 500, example = "It must be more than zero.")]
    pub detail_en: String,
}

/// Why a contract was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegistrationProblem {
    /// What clients decide by: the code a contract sent alone would have been refused with.
    pub code: Code,
    /// All that is wrong with it.
    #[schema(max_items = 1000)]
    pub errors: Vec<RegistrationFault>,
}

impl RegistrationProblem {
    /// The problem with these faults, each of which says what to do.
    #[must_use]
    pub fn of(code: Code, faults: Vec<FieldError>) -> Self {
        Self { code, errors: faults.into_iter().map(Into::into).collect() }
    }
}

impl From<FieldError> for RegistrationFault {
    fn from(fault: FieldError) -> Self {
        let place = match fault.place {
            Place::Pointer(pointer) => pointer,
            Place::Parameter(name) => name.into_owned(),
        };
        let (detail_vi, detail_en) =
            fault.detail.map(|text| (text.vi.into_owned(), text.en.into_owned())).unwrap_or_default();
        Self { pointer: format!("#{place}"), code: fault.code, detail_vi, detail_en }
    }
}

/// What became of one contract.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegistrationResult {
    /// Its place in the request, from 0.
    #[schema(minimum = 0, maximum = 999)]
    pub index: usize,
    /// What became of it.
    pub outcome: RegistrationOutcome,
    /// The contract; of one that was refused, the one in its way, if there is one.
    pub contract_id: Option<ContractId>,
    /// Number of the text that says it.
    #[schema(minimum = 1)]
    pub text_n: Option<i32>,
    /// Hash of that text.
    #[schema(max_length = 64)]
    pub sha256: Option<String>,
    /// Why it was refused.
    pub problem: Option<RegistrationProblem>,
}

/// What became of each contract.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegistrationResults {
    /// One result for each contract, in the order of the request.
    #[schema(min_items = 1, max_items = 1000)]
    pub results: Vec<RegistrationResult>,
}
