//! Reports: staff, viewers and auditors; totals by sex, ethnicity and poverty for their holders, auditors and viewers.

use crate::access::{Role, permission::Reports};

pub(super) const fn allows(permission: Reports, role: Role) -> bool {
    use Reports as P;
    match permission {
        P::ReadReports => read(role),
        P::ReadSensitiveReports => read_sensitive(role),
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

const fn read_sensitive(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Viewer | R::Auditor => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Leader
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Partner
        | R::Donor => false,
    }
}
