//! Which actions a role assignment offers. Its status follows from its dates and from the confirmation.

use chrono::NaiveDate;
use entity::role_assignment;

use super::messages::AssignmentStatus;
use crate::{
    access::{Permission, is_confirmed_by_two, permission::Accounts},
    workflow::Step,
};

/// The table.
pub(super) const STEPS: &[Step<AssignmentStatus>] = &[
    Step {
        action: "confirm",
        from: &[AssignmentStatus::AwaitingConfirmation],
        to: AssignmentStatus::Active,
        needs: Permission::Accounts(Accounts::ConfirmRoleAssignment),
    },
    Step {
        action: "end",
        from: &[AssignmentStatus::AwaitingConfirmation, AssignmentStatus::Future, AssignmentStatus::Active],
        to: AssignmentStatus::Ended,
        needs: Permission::Accounts(Accounts::EndRoleAssignment),
    },
];

/// The status of a row on a day.
pub(super) fn status_on(row: &role_assignment::Model, today: NaiveDate) -> AssignmentStatus {
    if row.until_on.is_some_and(|until_on| until_on <= today) {
        AssignmentStatus::Ended
    } else if is_confirmed_by_two(row.role) && row.confirmed_at.is_none() {
        AssignmentStatus::AwaitingConfirmation
    } else if row.from_on > today {
        AssignmentStatus::Future
    } else {
        AssignmentStatus::Active
    }
}
