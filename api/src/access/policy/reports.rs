//! Reports: staff, viewers and auditors; totals by sex, ethnicity and poverty for their holders, auditors and viewers.

use crate::access::{Role, permission::Reports};

pub(super) const fn allows(permission: Reports, role: Role) -> bool {
    use Reports as P;
    use Role as R;
    match (permission, role) {
        (
            P::ReadReports,
            R::Administrator
            | R::Officer
            | R::Appraiser
            | R::Approver
            | R::Treasurer
            | R::Viewer
            | R::Auditor,
        ) => true,
        (P::ReadReports, R::Anonymous | R::System | R::Leader | R::Partner | R::Donor) => false,
        (P::ReadSensitiveReports, R::Officer | R::Viewer | R::Auditor) => true,
        (
            P::ReadSensitiveReports,
            R::Anonymous
            | R::System
            | R::Administrator
            | R::Leader
            | R::Appraiser
            | R::Approver
            | R::Treasurer
            | R::Partner
            | R::Donor,
        ) => false,
    }
}
