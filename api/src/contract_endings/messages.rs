//! What goes over the wire about the end of contracts.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::values::{Day, Paragraph};

/// A side ends a contract before its time.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractTermination {
    /// The last day on which it holds.
    pub ended_on: Day,
    /// Why, for both sides and the history; no names or numbers of people.
    #[schema(example = "Hai bên thống nhất dừng do mất mùa.")]
    pub reason: Paragraph<500>,
}
