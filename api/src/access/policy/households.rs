//! Households: officers of their area enter, auditors read.

use crate::access::{Role, permission::Households};

pub(super) const fn allows(permission: Households, role: Role) -> bool {
    use Households as P;
    use Role as R;
    match (permission, role) {
        (P::ReadHouseholds, R::Officer | R::Auditor) => true,
        (
            P::ReadHouseholds,
            R::Anonymous
            | R::System
            | R::Administrator
            | R::Leader
            | R::Appraiser
            | R::Approver
            | R::Treasurer
            | R::Partner
            | R::Viewer
            | R::Donor,
        ) => false,
        (
            P::CreateHousehold
            | P::UpdateHousehold
            | P::DeleteHousehold
            | P::MoveHousehold
            | P::AddHouseholdMember
            | P::EndHouseholdMember
            | P::AppointHouseholdHead
            | P::CreatePovertyStatus
            | P::DeletePovertyStatus,
            R::Officer,
        ) => true,
        (
            P::CreateHousehold
            | P::UpdateHousehold
            | P::DeleteHousehold
            | P::MoveHousehold
            | P::AddHouseholdMember
            | P::EndHouseholdMember
            | P::AppointHouseholdHead
            | P::CreatePovertyStatus
            | P::DeletePovertyStatus,
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
