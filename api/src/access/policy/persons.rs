//! Persons: officers of their area; leaders read their roster and its phones; auditors read masked.

use crate::access::{Role, permission::Persons};

pub(super) const fn allows(permission: Persons, role: Role) -> bool {
    use Persons as P;
    match permission {
        P::ReadPersons => read(role),
        P::ReadPersonsSensitive => read_sensitive(role),
        P::ReadPersonIdentity => read_identity(role),
        P::ReadAccessRecords | P::ReadConsents => read_traces(role),
        P::CreatePerson
        | P::UpdatePerson
        | P::DeletePerson
        | P::ErasePerson
        | P::LookupPersons
        | P::UpdatePersonIdentity
        | P::CreateConsent
        | P::WithdrawConsent => keep(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Auditor => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Partner
        | R::Viewer
        | R::Donor => false,
    }
}

const fn read_sensitive(role: Role) -> bool {
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

const fn read_identity(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Partner
        | R::Viewer
        | R::Donor
        | R::Auditor => false,
    }
}

const fn read_traces(role: Role) -> bool {
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
