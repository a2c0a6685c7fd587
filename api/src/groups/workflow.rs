//! The life of a group: which action leads from which state to which. Converting keeps the state and changes the form.

use entity::enums::{GroupStatus, LegalForm};

use crate::{
    access::{Permission, permission::Groups},
    error::Error,
    workflow::{Step, next, open},
};

/// The table.
pub const STEPS: &[Step<GroupStatus>] = &[
    Step {
        action: "activate",
        from: &[GroupStatus::Forming],
        to: GroupStatus::Active,
        needs: Permission::Groups(Groups::ActivateGroup),
    },
    Step {
        action: "suspend",
        from: &[GroupStatus::Active],
        to: GroupStatus::Suspended,
        needs: Permission::Groups(Groups::SuspendGroup),
    },
    Step {
        action: "resume",
        from: &[GroupStatus::Suspended],
        to: GroupStatus::Active,
        needs: Permission::Groups(Groups::ResumeGroup),
    },
    Step {
        action: "dissolve",
        from: &[GroupStatus::Forming, GroupStatus::Active, GroupStatus::Suspended],
        to: GroupStatus::Dissolved,
        needs: Permission::Groups(Groups::DissolveGroup),
    },
    Step {
        action: CONVERT,
        from: &[GroupStatus::Active],
        to: GroupStatus::Active,
        needs: Permission::Groups(Groups::ConvertGroup),
    },
    Step {
        action: UPGRADE,
        from: &[GroupStatus::Active],
        to: GroupStatus::Upgraded,
        needs: Permission::Groups(Groups::UpgradeGroup),
    },
    Step {
        action: "move",
        from: &[GroupStatus::Forming],
        to: GroupStatus::Forming,
        needs: Permission::Groups(Groups::MoveGroup),
    },
    Step {
        action: "move",
        from: &[GroupStatus::Active],
        to: GroupStatus::Active,
        needs: Permission::Groups(Groups::MoveGroup),
    },
    Step {
        action: "move",
        from: &[GroupStatus::Suspended],
        to: GroupStatus::Suspended,
        needs: Permission::Groups(Groups::MoveGroup),
    },
];

const CONVERT: &str = "convert";
const UPGRADE: &str = "upgrade";

/// The state an action leads to, or 409 with the actions that are open to a group of this form.
///
/// # Errors
/// `state_conflict`.
pub fn step(status: GroupStatus, form: LegalForm, action: &str) -> Result<GroupStatus, Error> {
    if fits(form, action) {
        next(STEPS, status, action).map_err(|_| refused(status, form))
    } else {
        Err(refused(status, form))
    }
}

fn refused(status: GroupStatus, form: LegalForm) -> Error {
    Error::step_not_open(&actions(status, form, |_| true))
}

/// The actions open to a group of this form in this state, for whoever holds the permissions that `holds` accepts.
pub fn actions(
    status: GroupStatus,
    form: LegalForm,
    holds: impl Fn(Permission) -> bool,
) -> Vec<&'static str> {
    open(STEPS, status, holds).into_iter().filter(|action| fits(form, action)).collect()
}

/// Only common interest groups become cooperative groups, and cooperatives are already what an upgrade leads to.
fn fits(form: LegalForm, action: &str) -> bool {
    match action {
        CONVERT => form == LegalForm::Cig,
        UPGRADE => form != LegalForm::Cooperative,
        _ => true,
    }
}
