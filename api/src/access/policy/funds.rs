//! Funds: treasurers keep them, approvers decide, officers and auditors read.

use crate::access::{Role, permission::Funds};

pub(super) const fn allows(permission: Funds, role: Role) -> bool {
    use Funds as P;
    match permission {
        P::ReadFunds => read(role),
        P::CreateFund
        | P::UpdateFund
        | P::CreateCeiling
        | P::UpdateCeiling
        | P::CreatePosting
        | P::CreateFiscalPeriod
        | P::CreateCorrection => keep(role),
        P::SubmitFiscalPeriod => submit(role),
        P::ReturnFiscalPeriod | P::CloseFiscalPeriod | P::ApproveCorrection | P::RejectCorrection => {
            decide(role)
        }
    }
}

/// The service itself reads them to check them (`fund verify`).
const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::System | R::Officer | R::Approver | R::Treasurer | R::Auditor => true,
        R::Anonymous | R::Administrator | R::Leader | R::Appraiser | R::Partner | R::Viewer | R::Donor => {
            false
        }
    }
}

const fn keep(role: Role) -> bool {
    use Role as R;
    match role {
        R::Treasurer => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Officer
        | R::Leader
        | R::Appraiser
        | R::Approver
        | R::Partner
        | R::Viewer
        | R::Donor
        | R::Auditor => false,
    }
}

const fn submit(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Treasurer => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Leader
        | R::Appraiser
        | R::Approver
        | R::Partner
        | R::Viewer
        | R::Donor
        | R::Auditor => false,
    }
}

const fn decide(role: Role) -> bool {
    use Role as R;
    match role {
        R::Approver => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Officer
        | R::Leader
        | R::Appraiser
        | R::Treasurer
        | R::Partner
        | R::Viewer
        | R::Donor
        | R::Auditor => false,
    }
}
