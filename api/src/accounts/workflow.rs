//! Which actions an account offers.

use super::messages::UserStatus;
use crate::{
    access::{Permission, permission::Accounts},
    workflow::Step,
};

/// The table.
pub(super) const STEPS: &[Step<UserStatus>] = &[
    Step {
        action: "activate",
        from: &[UserStatus::Inactive],
        to: UserStatus::Active,
        needs: Permission::Accounts(Accounts::ActivateUser),
    },
    Step {
        action: "deactivate",
        from: &[UserStatus::Active],
        to: UserStatus::Inactive,
        needs: Permission::Accounts(Accounts::DeactivateUser),
    },
    Step {
        action: "reset-password",
        from: &[UserStatus::Active],
        to: UserStatus::Active,
        needs: Permission::Accounts(Accounts::ResetUserPassword),
    },
];
