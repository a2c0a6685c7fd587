//! Tranches: officers and leaders request, approvers approve, treasurers pay.

use crate::access::{Role, permission::Disbursements};

pub(super) const fn allows(permission: Disbursements, role: Role) -> bool {
    use Disbursements as P;
    match permission {
        P::ReadDisbursements => read(role),
        P::RequestDisbursement => request(role),
        P::ApproveDisbursement | P::CancelDisbursement => decide(role),
        P::PayDisbursement | P::RefundDisbursement => pay(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Appraiser | R::Approver | R::Treasurer | R::Viewer | R::Auditor => true,
        R::Anonymous | R::System | R::Administrator | R::Partner | R::Donor => false,
    }
}

const fn request(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Appraiser
        | R::Approver
        | R::Treasurer
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

const fn pay(role: Role) -> bool {
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
