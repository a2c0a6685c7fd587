//! The life of an application (domain §4.1): which action leads from which state to which.

use entity::enums::ApplicationStatus::{self, *};

use crate::{
    access::{
        Permission,
        permission::{Disbursements, Grants},
    },
    error::Code,
    workflow::Step,
};

/// What handing in can refuse with.
pub const SUBMISSION: &[Code] = &[Code::NotEligible];
/// What steps that move money can refuse with.
pub const MONEY: &[Code] = &[Code::FundsExceeded, Code::PeriodClosed];

const fn step(
    action: &'static str,
    from: &'static [ApplicationStatus],
    to: ApplicationStatus,
    needs: Grants,
) -> Step<ApplicationStatus> {
    Step { action, from, to, needs: Permission::Grants(needs) }
}

/// Whether a step fits the final account, which is made once, and before a grant is completed.
#[must_use]
pub fn fits(action: &str, is_settled: bool) -> bool {
    match action {
        "settle" => !is_settled,
        "complete" => is_settled,
        _ => true,
    }
}

/// Taken by the payment of a tranche: no operation on the application, so it is not among the actions open to it.
pub const PAYING: &[Step<ApplicationStatus>] = &[Step {
    action: "pay",
    from: &[Agreement, Disbursing],
    to: Disbursing,
    needs: Permission::Disbursements(Disbursements::PayDisbursement),
}];

/// The table.
pub const STEPS: &[Step<ApplicationStatus>] = &[
    step("submit", &[Draft, Returned], Submitted, Grants::SubmitApplication),
    step(
        "withdraw",
        &[Draft, Submitted, Screening, Returned, Appraisal, Deferred, Approved],
        Withdrawn,
        Grants::WithdrawApplication,
    ),
    step("start-screening", &[Submitted], Screening, Grants::StartScreening),
    step("pass-screening", &[Screening], Appraisal, Grants::PassScreening),
    step("fail-screening", &[Screening], Rejected, Grants::FailScreening),
    step("return", &[Screening, Appraisal], Returned, Grants::ReturnApplication),
    step("defer", &[Appraisal], Deferred, Grants::DeferApplication),
    step("reappraise", &[Deferred], Appraisal, Grants::ReappraiseApplication),
    step("reject", &[Appraisal], Rejected, Grants::RejectApplication),
    step("approve", &[Appraisal], Approved, Grants::ApproveApplication),
    step("sign-agreement", &[Approved], Agreement, Grants::SignAgreement),
    step("suspend", &[Agreement, Disbursing], Suspended, Grants::SuspendApplication),
    step("resume", &[Suspended], Disbursing, Grants::ResumeApplication),
    step("terminate", &[Suspended], Terminated, Grants::TerminateApplication),
    step("accept", &[Disbursing], Acceptance, Grants::AcceptApplication),
    step("settle", &[Acceptance], Acceptance, Grants::SettleApplication),
    step("complete", &[Acceptance], Completed, Grants::CompleteApplication),
];
