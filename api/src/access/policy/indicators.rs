//! Indicators: everybody who has signed in knows what is measured; the records behind values are for officers and auditors.
//! Targets and results of surveys are kept by officers and read by staff, viewers and auditors; donors read what is
//! published.

use crate::access::{Role, permission::Indicators};

pub(super) const fn allows(permission: Indicators, role: Role) -> bool {
    use Indicators as P;
    match permission {
        P::ReadIndicators => read(role),
        P::ReadIndicatorRecords => read_records(role),
        P::ReadIndicatorTargets | P::ReadSurveyResults => read_what_is_entered(role),
        P::CreateIndicatorTarget
        | P::UpdateIndicatorTarget
        | P::DeleteIndicatorTarget
        | P::CreateSurveyResult
        | P::UpdateSurveyResult
        | P::DeleteSurveyResult => keep(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::System
        | R::Administrator
        | R::Officer
        | R::Leader
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Partner
        | R::Viewer
        | R::Donor
        | R::Auditor => true,
        R::Anonymous => false,
    }
}

const fn read_records(role: Role) -> bool {
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

const fn read_what_is_entered(role: Role) -> bool {
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
