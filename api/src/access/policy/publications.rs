//! Publications: donors read them and no other figure; so do staff, viewers and auditors. Officers prepare them and approvers
//! publish them; both, and auditors, see drafts and true values.

use crate::access::{Role, permission::Publications};

pub(super) const fn allows(permission: Publications, role: Role) -> bool {
    use Publications as P;
    match permission {
        P::ReadPublications => read(role),
        P::ReadPublicationDrafts | P::ReadPublicationValues => read_values(role),
        P::CreatePublication | P::DeletePublication => prepare(role),
        P::PublishPublication => publish(role),
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
        | R::Donor
        | R::Auditor => true,
        R::Anonymous | R::System | R::Leader | R::Partner => false,
    }
}

const fn read_values(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Approver | R::Auditor => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Leader
        | R::Appraiser
        | R::Treasurer
        | R::Partner
        | R::Viewer
        | R::Donor => false,
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

const fn publish(role: Role) -> bool {
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
