//! Memberships: officers enter, leaders and auditors read.

use crate::access::{Role, permission::Memberships};

pub(super) const fn allows(permission: Memberships, role: Role) -> bool {
    use Memberships as P;
    match permission {
        P::ReadMemberships => read(role),
        P::CreateMembership
        | P::UpdateMembership
        | P::DeleteMembership
        | P::EndMembership
        | P::TransferMembership => keep(role),
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
