//! The life of a correction: which action leads from which state to which.

use entity::enums::CorrectionStatus;

use crate::{
    access::{Permission, permission::Funds},
    workflow::Step,
};

/// The table.
pub(super) const STEPS: &[Step<CorrectionStatus>] = &[
    Step {
        action: "approve",
        from: &[CorrectionStatus::Requested],
        to: CorrectionStatus::Approved,
        needs: Permission::Funds(Funds::ApproveCorrection),
    },
    Step {
        action: "reject",
        from: &[CorrectionStatus::Requested],
        to: CorrectionStatus::Rejected,
        needs: Permission::Funds(Funds::RejectCorrection),
    },
];
