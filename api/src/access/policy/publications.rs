//! Publications: donors read them and no other figure; so do staff, viewers and auditors. Leaders and partners have no
//! business with them.

use crate::access::{Role, permission::Publications};

pub(super) const fn allows(permission: Publications, role: Role) -> bool {
    use Publications as P;
    match permission {
        P::ReadPublications => read(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Administrator
        | R::Officer
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Viewer
        | R::Donor
        | R::Auditor => true,
        R::Anonymous | R::System | R::Leader | R::Partner => false,
    }
}
