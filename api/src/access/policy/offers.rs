//! Offers: the group and its officer make and answer, partners look and ask.

use crate::access::{Role, permission::Offers};

pub(super) const fn allows(permission: Offers, role: Role) -> bool {
    use Offers as P;
    match permission {
        P::ReadGroupCards => look(role),
        P::ReadOffers => read(role),
        P::ReadOfferDetails | P::ReadOfferRequests => read_details(role),
        P::CreateOffer
        | P::UpdateOffer
        | P::DeleteOffer
        | P::PublishOffer
        | P::WithdrawOffer
        | P::GrantOfferRequest
        | P::RefuseOfferRequest => offer(role),
        P::CreateOfferRequest => ask(role),
    }
}

const fn look(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Partner | R::Viewer | R::Auditor => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Leader
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Donor => false,
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Partner | R::Viewer | R::Auditor => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Appraiser
        | R::Approver
        | R::Treasurer
        | R::Donor => false,
    }
}

const fn read_details(role: Role) -> bool {
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

const fn offer(role: Role) -> bool {
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

const fn ask(role: Role) -> bool {
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
