//! The life of a plan (domain §3.4): which action leads from which state to which.

use entity::enums::PlanStatus::{self, Approved, Draft, Returned, Submitted};

use crate::{
    access::{Permission, permission::Plans},
    error::Code,
    workflow::Step,
};

/// What handing in and approving can refuse with.
pub const CONDITIONS: &[Code] = &[Code::ConditionsUnmet];

const fn step(
    action: &'static str,
    from: &'static [PlanStatus],
    to: PlanStatus,
    needs: Plans,
) -> Step<PlanStatus> {
    Step { action, from, to, needs: Permission::Plans(needs) }
}

/// The table.
pub const STEPS: &[Step<PlanStatus>] = &[
    step("submit", &[Draft, Returned], Submitted, Plans::SubmitPlan),
    step("return", &[Submitted], Returned, Plans::ReturnPlan),
    step("approve", &[Submitted], Approved, Plans::ApprovePlan),
    step("revise", &[Approved], Draft, Plans::RevisePlan),
];
