//! The audit log is for auditors.

use crate::access::{Role, permission::Journal};

pub(super) const fn allows(permission: Journal, role: Role) -> bool {
    use Journal as P;
    match permission {
        P::ReadAuditEvents => read(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Auditor => true,
        R::Anonymous
        | R::System
        | R::Administrator
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
