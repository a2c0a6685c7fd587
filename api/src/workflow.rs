//! Workflow tables: which action leads from which state to which, and what it needs.

use crate::{access::Permission, error::Error};

/// One row of a workflow table.
#[derive(Debug)]
pub struct Step<S: 'static> {
    /// The verb of the operation, e.g. `activate`.
    pub action: &'static str,
    /// The states it starts from.
    pub from: &'static [S],
    /// The state it leads to.
    pub to: S,
    /// The permission of the operation.
    pub needs: Permission,
}

/// The state an action leads to, or 409 with the actions that are open.
///
/// # Errors
/// [`Error::Conflict`] `state_conflict` when the table has no such step.
pub fn next<S: Copy + PartialEq>(steps: &[Step<S>], now: S, action: &str) -> Result<S, Error> {
    steps
        .iter()
        .find(|step| step.action == action && step.from.contains(&now))
        .map(|step| step.to)
        .ok_or_else(|| Error::step_not_open(&open(steps, now, |_| true)))
}

/// The actions open in a state, for whoever holds the permissions that `holds` accepts.
pub fn open<S: Copy + PartialEq>(
    steps: &[Step<S>],
    now: S,
    holds: impl Fn(Permission) -> bool,
) -> Vec<&'static str> {
    steps
        .iter()
        .filter(|step| step.from.contains(&now) && holds(step.needs))
        .map(|step| step.action)
        .collect()
}
