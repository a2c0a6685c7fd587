//! Files: whoever enters, appraises or accepts sends them; those who work with the grant read them.

use crate::access::{Role, permission::Attachments};

pub(super) const fn allows(permission: Attachments, role: Role) -> bool {
    use Attachments as P;
    match permission {
        P::ReadAttachments => read(role),
        P::CreateAttachment => send(role),
        P::DeleteAttachment => take_out(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Appraiser | R::Approver | R::Treasurer | R::Auditor => true,
        R::Anonymous | R::System | R::Administrator | R::Partner | R::Viewer | R::Donor => false,
    }
}

const fn send(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Appraiser => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Approver
        | R::Treasurer
        | R::Partner
        | R::Viewer
        | R::Donor
        | R::Auditor => false,
    }
}

const fn take_out(role: Role) -> bool {
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
