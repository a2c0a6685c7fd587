//! The life of a partner: registered, verified or rejected, suspended and reinstated. A rejected registration is final.

use entity::enums::PartnerStatus;

use crate::{
    access::{Permission, permission::Partners},
    workflow::Step,
};

const fn step(
    action: &'static str,
    from: &'static [PartnerStatus],
    to: PartnerStatus,
    needs: Partners,
) -> Step<PartnerStatus> {
    Step { action, from, to, needs: Permission::Partners(needs) }
}

/// The table.
pub const STEPS: &[Step<PartnerStatus>] = {
    use PartnerStatus as S;
    &[
        step("verify", &[S::Pending], S::Verified, Partners::VerifyPartner),
        step("reject", &[S::Pending], S::Rejected, Partners::RejectPartner),
        step("suspend", &[S::Verified], S::Suspended, Partners::SuspendPartner),
        step("reinstate", &[S::Suspended], S::Verified, Partners::ReinstatePartner),
    ]
};
