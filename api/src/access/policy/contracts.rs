//! Contracts: both sides write and confirm, the group's through its leader or officer.

use crate::access::{Role, permission::Contracts};

pub(super) const fn allows(permission: Contracts, role: Role) -> bool {
    use Contracts as P;
    match permission {
        P::ReadContracts => read(role),
        P::RegisterContracts => register(role),
        P::CreateContract
        | P::UpdateContract
        | P::DeleteContract
        | P::SubmitContract
        | P::ConfirmContract
        | P::RejectContract
        | P::AmendContract
        | P::DropAmendment
        | P::TerminateContract
        | P::CompleteContract => act(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Partner | R::Auditor => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Viewer
        | R::Donor => false,
    }
}

const fn register(role: Role) -> bool {
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

const fn act(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Partner => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Viewer
        | R::Donor
        | R::Auditor => false,
    }
}
