//! Partners: anybody registers one, officers check it, its own people keep it.

use crate::access::{Role, permission::Partners};

pub(super) const fn allows(permission: Partners, role: Role) -> bool {
    use Partners as P;
    match permission {
        P::ReadPartners => read(role),
        P::CreatePartner => register(role),
        P::UpdatePartner => keep(role),
        P::VerifyPartner | P::RejectPartner | P::SuspendPartner | P::ReinstatePartner => check(role),
        P::ReadPartnerPeople => read_people(role),
        P::InvitePartnerPerson | P::EndPartnerPerson | P::ResetPartnerPersonPassword => keep(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Approver | R::Partner | R::Viewer | R::Auditor => true,
        R::Anonymous | R::System | R::Administrator | R::Appraiser | R::Treasurer | R::Donor => false,
    }
}

const fn register(role: Role) -> bool {
    use Role as R;
    match role {
        R::Anonymous | R::Officer => true,
        R::System
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

const fn keep(role: Role) -> bool {
    use Role as R;
    match role {
        R::Partner => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Officer
        | R::Leader
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Viewer
        | R::Donor
        | R::Auditor => false,
    }
}

const fn check(role: Role) -> bool {
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

const fn read_people(role: Role) -> bool {
    use Role as R;
    match role {
        R::Administrator | R::Partner | R::Auditor => true,
        R::Anonymous
        | R::System
        | R::Officer
        | R::Leader
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Viewer
        | R::Donor => false,
    }
}
