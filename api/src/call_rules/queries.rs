//! Rules as they are kept: JSON whose members have a fixed order, so that equal rules have equal hashes.

use entity::grant_call;
use sha2::{Digest, Sha256};

use super::messages::CallRules;
use crate::error::Error;

/// The rules of a call.
///
/// # Errors
/// When what is kept cannot be read.
pub fn rules_of(call: &grant_call::Model) -> Result<CallRules, Error> {
    serde_json::from_str(&call.rules).map_err(Error::internal)
}

/// Rules as they are kept.
///
/// # Errors
/// When they cannot be written.
pub fn kept(rules: &CallRules) -> Result<String, Error> {
    serde_json::to_string(rules).map_err(Error::internal)
}

/// The hash of rules as they are kept.
#[must_use]
pub fn hash(rules: &str) -> Vec<u8> {
    Sha256::digest(rules.as_bytes()).to_vec()
}
