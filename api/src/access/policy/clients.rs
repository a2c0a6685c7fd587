//! Machine clients: whoever owns one keeps it, a partner its own, administrators those of the union.

use crate::access::{Role, permission::Clients};

pub(super) const fn allows(permission: Clients, role: Role) -> bool {
    use Clients as P;
    match permission {
        P::ReadApiClients => read(role),
        P::CreateApiClient | P::UpdateApiClient | P::RotateApiClientSecret | P::RevokeApiClient => keep(role),
    }
}

const fn read(role: Role) -> bool {
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

const fn keep(role: Role) -> bool {
    use Role as R;
    match role {
        R::Administrator | R::Partner => true,
        R::Anonymous
        | R::System
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
