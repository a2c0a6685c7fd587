//! OCOP products: officers keep them, departments see them.

use crate::access::{Role, permission::Ocop};

pub(super) const fn allows(permission: Ocop, role: Role) -> bool {
    use Ocop as P;
    match permission {
        P::ReadOcopProducts => read(role),
        P::CreateOcopProduct
        | P::UpdateOcopProduct
        | P::DeleteOcopProduct
        | P::CertifyOcopProduct
        | P::RevokeOcopCertificate
        | P::DeleteOcopCertificate => keep(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Approver | R::Viewer | R::Auditor => true,
        R::Anonymous | R::System | R::Administrator | R::Appraiser | R::Treasurer | R::Partner | R::Donor => {
            false
        }
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
