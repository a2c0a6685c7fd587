//! What goes over the wire about erasures.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

/// Why personal data are erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErasureReason {
    /// The person asked for it.
    DataSubjectRequest,
    /// The consent was withdrawn and there is no other ground.
    ConsentWithdrawn,
    /// The period for which they may be kept is over.
    RetentionOver,
    /// They should never have been kept.
    NoGround,
}

impl ErasureReason {
    /// The word in the journal, which keeps no free text about persons.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DataSubjectRequest => "data_subject_request",
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::RetentionOver => "retention_over",
            Self::NoGround => "no_ground",
        }
    }
}

/// An erasure.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// Why.
    pub reason: ErasureReason,
}
