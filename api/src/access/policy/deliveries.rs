//! Deliveries: the group records, the buyer acknowledges and pays, staff settle.

use crate::access::{Role, permission::Deliveries};

pub(super) const fn allows(permission: Deliveries, role: Role) -> bool {
    use Deliveries as P;
    match permission {
        P::ReadDeliveries => read(role),
        P::CreateDelivery | P::DeleteDelivery => record(role),
        P::AcknowledgeDelivery | P::CreateDeliveryPayment | P::DeleteDeliveryPayment => buy(role),
        P::SettleDelivery => settle(role),
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

const fn record(role: Role) -> bool {
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

const fn buy(role: Role) -> bool {
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

const fn settle(role: Role) -> bool {
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
