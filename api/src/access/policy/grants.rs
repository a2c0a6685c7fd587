//! Applications: officers and leaders enter, appraisers appraise, approvers decide.

use crate::access::{Role, permission::Grants};

pub(super) const fn allows(permission: Grants, role: Role) -> bool {
    use Grants as P;
    match permission {
        P::ReadApplications => read(role),
        P::CreateApplication
        | P::UpdateApplication
        | P::SubmitApplication
        | P::WithdrawApplication
        | P::CreateContribution
        | P::DeleteContribution => enter(role),
        P::DeleteApplication | P::SettleApplication => keep(role),
        P::StartScreening
        | P::PassScreening
        | P::FailScreening
        | P::ReturnApplication
        | P::CreateAppraisal
        | P::CreateAcceptance
        | P::AcceptApplication => appraise(role),
        P::ApproveApplication
        | P::RejectApplication
        | P::DeferApplication
        | P::ReappraiseApplication
        | P::SignAgreement
        | P::SuspendApplication
        | P::ResumeApplication
        | P::TerminateApplication
        | P::CompleteApplication => decide(role),
    }
}

const fn read(role: Role) -> bool {
    use Role as R;
    match role {
        R::Officer | R::Leader | R::Appraiser | R::Approver | R::Treasurer | R::Viewer | R::Auditor => true,
        R::Anonymous | R::System | R::Administrator | R::Partner | R::Donor => false,
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

const fn appraise(role: Role) -> bool {
    use Role as R;
    match role {
        R::Appraiser => true,
        R::Anonymous
        | R::System
        | R::Administrator
        | R::Officer
        | R::Leader
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
