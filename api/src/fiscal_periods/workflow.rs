//! The life of a fiscal year: which action leads from which state to which. Nothing leads out of a closed one.

use entity::enums::PeriodStatus;

use crate::{
    access::{Permission, permission::Funds},
    workflow::Step,
};

/// The table.
pub(super) const STEPS: &[Step<PeriodStatus>] = &[
    Step {
        action: "submit",
        from: &[PeriodStatus::Open],
        to: PeriodStatus::Submitted,
        needs: Permission::Funds(Funds::SubmitFiscalPeriod),
    },
    Step {
        action: "return",
        from: &[PeriodStatus::Submitted],
        to: PeriodStatus::Open,
        needs: Permission::Funds(Funds::ReturnFiscalPeriod),
    },
    Step {
        action: "close",
        from: &[PeriodStatus::Submitted],
        to: PeriodStatus::Closed,
        needs: Permission::Funds(Funds::CloseFiscalPeriod),
    },
];
