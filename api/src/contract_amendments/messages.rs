//! What goes over the wire about changes of contracts in force.

use entity::enums::Rationale;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::{contract_content::messages::ContractContent, values::Paragraph};

/// A side proposes a change.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAmendment {
    /// Why.
    pub rationale: Rationale,
    /// The same in words, for both sides; no names or numbers of people.
    #[schema(example = "Mưa đá làm giảm sản lượng.")]
    pub remark: Option<Paragraph<500>>,
    /// What the contract is to say: the whole text.
    pub content: ContractContent,
}
