//! Machine clients: whoever owns one keeps it, a partner its own, administrators those of the union. Keys open what
//! donors read, so administrators alone keep them.

use crate::access::{Role, permission::Clients};

pub(super) const fn allows(permission: Clients, role: Role) -> bool {
    use Clients as P;
    match permission {
        P::ReadApiClients => read(role),
        P::CreateApiClient | P::UpdateApiClient | P::RotateApiClientSecret | P::RevokeApiClient => keep(role),
        P::ReadApiKeys => read_keys(role),
        P::CreateApiKey | P::RevokeApiKey => keep_keys(role),
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

const fn read_keys(role: Role) -> bool {
    use Role as R;
    match role {
        R::Administrator | R::Auditor => true,
        R::Anonymous
        | R::System
        | R::Officer
        | R::Leader
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Partner
        | R::Viewer
        | R::Donor => false,
    }
}

const fn keep_keys(role: Role) -> bool {
    use Role as R;
    match role {
        R::Administrator => true,
        R::Anonymous
        | R::System
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
