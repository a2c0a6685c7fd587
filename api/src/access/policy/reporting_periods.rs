//! Reporting periods: officers of the area prepare them, approvers approve and lock them, staff, viewers and auditors
//! read them.

use crate::access::{Role, permission::ReportingPeriods};

pub(super) const fn allows(permission: ReportingPeriods, role: Role) -> bool {
    use ReportingPeriods as P;
    match permission {
        P::ReadReportingPeriods => read(role),
        P::ReadLateFacts => read_late_facts(role),
        P::CreateReportingPeriod | P::DeleteReportingPeriod | P::SubmitReportingPeriod => prepare(role),
        P::ReturnReportingPeriod
        | P::ApproveReportingPeriod
        | P::LockReportingPeriod
        | P::ReopenReportingPeriod => decide(role),
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
        | R::Auditor => true,
        R::Anonymous | R::System | R::Leader | R::Partner | R::Donor => false,
    }
}

const fn read_late_facts(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Appraiser | R::Approver | R::Treasurer | R::Auditor => true,
        R::Anonymous | R::System | R::Administrator | R::Leader | R::Partner | R::Viewer | R::Donor => false,
    }
}

const fn prepare(role: Role) -> bool {
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
