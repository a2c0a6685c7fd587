//! Accounts and assignments belong to administrators; auditors read them.

use crate::access::{Role, permission::Accounts};

pub(super) const fn allows(permission: Accounts, role: Role) -> bool {
    use Accounts as P;
    match permission {
        P::ReadUsers | P::ReadRoleAssignments => read(role),
        P::CreateUser
        | P::UpdateUser
        | P::ActivateUser
        | P::DeactivateUser
        | P::ResetUserPassword
        | P::CreateRoleAssignment
        | P::ConfirmRoleAssignment
        | P::EndRoleAssignment => keep(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::System | R::Administrator | R::Auditor => true,
        R::Anonymous
        | R::Officer
        | R::Leader
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Partner
        | R::Viewer
        | R::Donor => false,
    }
}

const fn keep(role: Role) -> bool {
    use Role as R;
    match role {
        R::System | R::Administrator => true,
        R::Anonymous
        | R::Officer
        | R::Leader
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Partner
        | R::Viewer
        | R::Donor
        | R::Auditor => false,
    }
}
