//! Persons: officers of their area; leaders read their roster and its phones; auditors read masked.

use crate::access::{Role, permission::Persons};

#[expect(clippy::too_many_lines, reason = "one exhaustive match is the policy of the domain")]
pub(super) const fn allows(permission: Persons, role: Role) -> bool {
    use Persons as P;
    use Role as R;
    match (permission, role) {
        (P::ReadPersons, R::Officer | R::Leader | R::Auditor) => true,
        (
            P::ReadPersons,
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
        (P::ReadPersonsSensitive, R::Officer) => true,
        (
            P::ReadPersonsSensitive,
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
        (P::ReadPersonIdentity, R::Officer | R::Leader) => true,
        (
            P::ReadPersonIdentity,
            R::Anonymous
            | R::System
            | R::Administrator
            | R::Appraiser
            | R::Approver
            | R::Treasurer
            | R::Partner
            | R::Viewer
            | R::Donor
            | R::Auditor,
        ) => false,
        (P::ReadAccessRecords | P::ReadConsents, R::Officer | R::Auditor) => true,
        (
            P::ReadAccessRecords | P::ReadConsents,
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
            P::CreatePerson
            | P::UpdatePerson
            | P::DeletePerson
            | P::ErasePerson
            | P::LookupPersons
            | P::UpdatePersonIdentity
            | P::CreateConsent
            | P::WithdrawConsent,
            R::Officer,
        ) => true,
        (
            P::CreatePerson
            | P::UpdatePerson
            | P::DeletePerson
            | P::ErasePerson
            | P::LookupPersons
            | P::UpdatePersonIdentity
            | P::CreateConsent
            | P::WithdrawConsent,
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
