//! Reference data: everybody who has signed in reads them, administrators keep them.

use crate::access::{Role, permission::Reference};

pub(super) const fn allows(permission: Reference, role: Role) -> bool {
    use Reference as P;
    use Role as R;
    match (permission, role) {
        (
            P::ReadAreas,
            R::System
            | R::Administrator
            | R::Officer
            | R::Leader
            | R::Appraiser
            | R::Approver
            | R::Treasurer
            | R::Partner
            | R::Viewer
            | R::Donor
            | R::Auditor,
        ) => true,
        (P::ReadAreas, R::Anonymous) => false,
        (
            P::ReadValueChains | P::ReadEthnicGroups | P::ReadHolidays,
            R::System
            | R::Administrator
            | R::Officer
            | R::Leader
            | R::Appraiser
            | R::Approver
            | R::Treasurer
            | R::Partner
            | R::Viewer
            | R::Auditor,
        ) => true,
        (P::ReadValueChains | P::ReadEthnicGroups | P::ReadHolidays, R::Anonymous | R::Donor) => false,
        (P::UpdateAreas | P::CreateHoliday | P::DeleteHoliday, R::System | R::Administrator) => true,
        (
            P::UpdateAreas | P::CreateHoliday | P::DeleteHoliday,
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
