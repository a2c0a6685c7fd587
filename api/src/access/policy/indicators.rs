//! Indicators: what the figures are called and how they are counted. Everybody who has signed in reads that, like the
//! other reference data.

use crate::access::{Role, permission::Indicators};

pub(super) const fn allows(permission: Indicators, role: Role) -> bool {
    use Indicators as P;
    match permission {
        P::ReadIndicators => read(role),
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
