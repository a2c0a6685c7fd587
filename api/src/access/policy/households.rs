//! Households: officers of their area enter, auditors read.

use crate::access::{Role, permission::Households};

pub(super) const fn allows(permission: Households, role: Role) -> bool {
    use Households as P;
    match permission {
        P::ReadHouseholds => read(role),
        P::CreateHousehold
        | P::UpdateHousehold
        | P::DeleteHousehold
        | P::MoveHousehold
        | P::AddHouseholdMember
        | P::EndHouseholdMember
        | P::AppointHouseholdHead
        | P::CreatePovertyStatus
        | P::DeletePovertyStatus => keep(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Auditor => true,
        R::Anonymous
        | R::System
        | R::Administrator
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
