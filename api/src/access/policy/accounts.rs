//! Accounts and assignments belong to administrators; auditors read them.

use crate::access::{Role, permission::Accounts};

pub(super) const fn allows(permission: Accounts, role: Role) -> bool {
    use Accounts as P;
    use Role as R;
    match (permission, role) {
        (P::ReadUsers | P::ReadRoleAssignments, R::System | R::Administrator | R::Auditor) => true,
        (
            P::ReadUsers | P::ReadRoleAssignments,
            R::Anonymous
            | R::Officer
            | R::Leader
            | R::Appraiser
            | R::Approver
            | R::Treasurer
            | R::Partner
            | R::Viewer
            | R::Donor,
        ) => false,
        (
            P::CreateUser
            | P::UpdateUser
            | P::ActivateUser
            | P::DeactivateUser
            | P::ResetUserPassword
            | P::CreateRoleAssignment
            | P::ConfirmRoleAssignment
            | P::EndRoleAssignment,
            R::System | R::Administrator,
        ) => true,
        (
            P::CreateUser
            | P::UpdateUser
            | P::ActivateUser
            | P::DeactivateUser
            | P::ResetUserPassword
            | P::CreateRoleAssignment
            | P::ConfirmRoleAssignment
            | P::EndRoleAssignment,
            R::Anonymous
            | R::Officer
            | R::Leader
            | R::Appraiser
            | R::Approver
            | R::Treasurer
            | R::Partner
            | R::Viewer
            | R::Donor
            | R::Auditor,
        ) => false,
    }
}
