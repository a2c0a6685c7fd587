//! Plans: officers and leaders write them and what became of them, officers approve.

use crate::access::{Role, permission::Plans};

pub(super) const fn allows(permission: Plans, role: Role) -> bool {
    use Plans as P;
    match permission {
        P::ReadPlans => read(role),
        P::CreatePlan
        | P::UpdatePlan
        | P::DeletePlan
        | P::SubmitPlan
        | P::RevisePlan
        | P::CreatePlanResult
        | P::UpdatePlanResult
        | P::DeletePlanResult => enter(role),
        P::ReturnPlan | P::ApprovePlan => decide(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Appraiser | R::Approver | R::Viewer | R::Auditor => true,
        R::Anonymous | R::System | R::Administrator | R::Treasurer | R::Partner | R::Donor => false,
    }
}

const fn enter(role: Role) -> bool {
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

const fn decide(role: Role) -> bool {
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
