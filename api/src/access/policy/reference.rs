//! Reference data: everybody who has signed in reads them, administrators keep them.

use crate::access::{Role, permission::Reference};

pub(super) const fn allows(permission: Reference, role: Role) -> bool {
    use Reference as P;
    match permission {
        P::ReadAreas => read_areas(role),
        P::ReadValueChains
        | P::ReadEthnicGroups
        | P::ReadCsaPractices
        | P::ReadUnits
        | P::ReadHazards
        | P::ReadTrainingTopics
        | P::ReadHolidays => read(role),
        P::UpdateAreas | P::CreateHoliday | P::DeleteHoliday => keep(role),
    }
}

const fn read_areas(role: Role) -> bool {
    use Role as R;
    match role {
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
        | R::Auditor => true,
        R::Anonymous => false,
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::System
        | R::Administrator
        | R::Officer
        | R::Leader
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Partner
        | R::Viewer
        | R::Auditor => true,
        R::Anonymous | R::Donor => false,
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
