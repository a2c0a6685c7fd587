//! Calls: officers prepare, approvers open and close, everybody who works with grants reads.

use crate::access::{Role, permission::Calls};

pub(super) const fn allows(permission: Calls, role: Role) -> bool {
    use Calls as P;
    match permission {
        P::ReadCalls => read(role),
        P::CreateCall | P::UpdateCall | P::DeleteCall => prepare(role),
        P::OpenCall | P::CloseCall | P::ArchiveCall | P::UpdateAllotment => decide(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Appraiser | R::Approver | R::Treasurer | R::Viewer | R::Auditor => true,
        R::Anonymous | R::System | R::Administrator | R::Partner | R::Donor => false,
    }
}

const fn prepare(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer => true,
        R::Anonymous
        | R::System
        | R::Administrator
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

const fn decide(role: Role) -> bool {
    use Role as R;
    match role {
        R::Approver => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Officer
        | R::Leader
        | R::Appraiser
        | R::Treasurer
        | R::Partner
        | R::Viewer
        | R::Donor
        | R::Auditor => false,
    }
}
