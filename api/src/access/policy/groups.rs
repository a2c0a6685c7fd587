//! Groups: officers of their area enter; staff, leaders, viewers and auditors read.

use crate::access::{Role, permission::Groups};

pub(super) const fn allows(permission: Groups, role: Role) -> bool {
    use Groups as P;
    use Role as R;
    match (permission, role) {
        (
            P::ReadGroups,
            R::Officer | R::Leader | R::Appraiser | R::Approver | R::Treasurer | R::Viewer | R::Auditor,
        ) => true,
        (P::ReadGroups, R::Anonymous | R::System | R::Administrator | R::Partner | R::Donor) => false,
        (
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
            | P::EndOffice,
            R::Officer,
        ) => true,
        (
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
            | P::EndOffice,
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
            | R::Auditor,
        ) => false,
    }
}
