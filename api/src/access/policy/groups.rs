//! Groups: officers of their area enter; staff, leaders, viewers and auditors read.

use crate::access::{Role, permission::Groups};

pub(super) const fn allows(permission: Groups, role: Role) -> bool {
    use Groups as P;
    match permission {
        P::ReadGroups => read(role),
        P::CreateGroup
        | P::UpdateGroup
        | P::DeleteGroup
        | P::ActivateGroup
        | P::SuspendGroup
        | P::ResumeGroup
        | P::DissolveGroup
        | P::ConvertGroup
        | P::UpgradeGroup
        | P::MoveGroup
        | P::CreateNotice
        | P::UpdateNotice
        | P::AppointOffice
        | P::EndOffice => keep(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Appraiser | R::Approver | R::Treasurer | R::Viewer | R::Auditor => true,
        R::Anonymous | R::System | R::Administrator | R::Partner | R::Donor => false,
    }
}

const fn keep(role: Role) -> bool {
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
