//! Memberships: officers enter, leaders and auditors read.

use crate::access::{Role, permission::Memberships};

pub(super) const fn allows(permission: Memberships, role: Role) -> bool {
    use Memberships as P;
    use Role as R;
    match (permission, role) {
        (P::ReadMemberships, R::Officer | R::Leader | R::Auditor) => true,
        (
            P::ReadMemberships,
            R::Anonymous
            | R::System
            | R::Administrator
            | R::Appraiser
            | R::Approver
            | R::Treasurer
            | R::Partner
            | R::Viewer
            | R::Donor,
        ) => false,
        (
            P::CreateMembership
            | P::UpdateMembership
            | P::DeleteMembership
            | P::EndMembership
            | P::TransferMembership,
            R::Officer,
        ) => true,
        (
            P::CreateMembership
            | P::UpdateMembership
            | P::DeleteMembership
            | P::EndMembership
            | P::TransferMembership,
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
