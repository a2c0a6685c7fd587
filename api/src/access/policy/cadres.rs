//! Posts of cadres: officers keep them.

use crate::access::{Role, permission::Cadres};

pub(super) const fn allows(permission: Cadres, role: Role) -> bool {
    use Cadres as P;
    match permission {
        P::ReadCadrePosts => read(role),
        P::CreateCadrePost | P::UpdateCadrePost | P::EndCadrePost | P::DeleteCadrePost => keep(role),
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
