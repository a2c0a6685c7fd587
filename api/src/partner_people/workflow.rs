//! Which actions somebody's part in a partner offers. Its status follows from its dates.

use crate::{
    access::{Permission, permission::Partners},
    assignments::messages::AssignmentStatus,
    error::Error,
    workflow::{Step, next, open},
};

/// The table.
const STEPS: &[Step<AssignmentStatus>] = &[
    Step {
        action: "end",
        from: &[AssignmentStatus::Future, AssignmentStatus::Active],
        to: AssignmentStatus::Ended,
        needs: Permission::Partners(Partners::EndPartnerPerson),
    },
    Step {
        action: RESET,
        from: &[AssignmentStatus::Active],
        to: AssignmentStatus::Active,
        needs: Permission::Partners(Partners::ResetPartnerPersonPassword),
    },
];

const RESET: &str = "reset-password";

/// The actions open to somebody, for whoever holds the permissions that `holds` accepts; an account that may not sign
/// in needs no password.
pub(super) fn actions(
    status: AssignmentStatus,
    is_active: bool,
    holds: impl Fn(Permission) -> bool,
) -> Vec<&'static str> {
    open(STEPS, status, holds).into_iter().filter(|action| is_active || *action != RESET).collect()
}

/// Refuses an action that is not open.
///
/// # Errors
/// `state_conflict` with those that are.
pub(super) fn check(status: AssignmentStatus, is_active: bool, action: &'static str) -> Result<(), Error> {
    let open = actions(status, is_active, |_| true);
    if open.contains(&action) {
        next(STEPS, status, action).map(drop)
    } else {
        Err(Error::step_not_open(&open))
    }
}
