//! Training: officers hold it and write down who came; others see the events, and no names.

use crate::access::{Role, permission::Trainings};

pub(super) const fn allows(permission: Trainings, role: Role) -> bool {
    use Trainings as P;
    match permission {
        P::ReadTrainings => read(role),
        P::ReadAttendances => read_names(role),
        P::CreateTraining
        | P::UpdateTraining
        | P::DeleteTraining
        | P::HoldTraining
        | P::CloseTraining
        | P::CancelTraining
        | P::CreateAttendances
        | P::DeleteAttendances
        | P::CreateGuest
        | P::UpdateGuest
        | P::DeleteGuest
        | P::MatchGuest
        | P::UnmatchGuest
        | P::CreateInvitations
        | P::DeleteInvitations => keep(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Approver | R::Viewer | R::Auditor => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Leader
        | R::Appraiser
        | R::Treasurer
        | R::Partner
        | R::Donor => false,
    }
}

const fn read_names(role: Role) -> bool {
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
