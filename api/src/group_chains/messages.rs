//! What goes over the wire about the value chains of groups.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationError;

/// A value chain a group works in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChainUse {
    /// The code of the value chain.
    #[schema(max_length = 30, example = "lac")]
    pub chain: String,
    /// Whether it is the main one; figures count a group under its main chain.
    pub is_primary: bool,
}

/// No chain twice, and exactly one of them the main one.
///
/// # Errors
/// Says which of both it is.
pub fn one_primary(chains: &[ChainUse]) -> Result<(), ValidationError> {
    let twice =
        chains.iter().enumerate().any(|(n, one)| chains[..n].iter().any(|other| other.chain == one.chain));
    let primary = chains.iter().filter(|chain| chain.is_primary).count();
    match (twice, primary) {
        (false, 1) => Ok(()),
        (true, _) => Err(ValidationError::new("not_unique")),
        (false, _) => Err(ValidationError::new("inconsistent").with_message(
            "Phải có đúng một chuỗi giá trị chính.|Exactly one value chain must be the main one.".into(),
        )),
    }
}
