//! The life of a tranche: planned with the agreement, requested, approved, paid; or cancelled before it is paid.

use entity::{
    disbursement,
    enums::{ApplicationStatus, DisbursementStatus},
};

use crate::{
    access::{Permission, permission::Disbursements},
    error::{Code, Error},
    workflow::{Step, next, open},
};

/// What asking for a tranche can refuse with.
pub const RELEASE: &[Code] = &[Code::ConditionsUnmet, Code::SeparationOfDuties];
/// What approving a tranche can refuse with.
pub const APPROVAL: &[Code] =
    &[Code::ConditionsUnmet, Code::SeparationOfDuties, Code::ReauthenticationRequired];
/// What cancelling can refuse with.
pub const CANCELLATION: &[Code] = &[Code::PeriodClosed, Code::SeparationOfDuties];
/// What paying can refuse with.
pub const PAYMENT: &[Code] = &[
    Code::ConditionsUnmet,
    Code::FundsExceeded,
    Code::PeriodClosed,
    Code::SeparationOfDuties,
    Code::ReauthenticationRequired,
];
/// What taking money back can refuse with.
pub const REFUND: &[Code] = &[Code::FundsExceeded, Code::PeriodClosed, Code::SeparationOfDuties];

const fn step(
    action: &'static str,
    from: &'static [DisbursementStatus],
    to: DisbursementStatus,
    needs: Disbursements,
) -> Step<DisbursementStatus> {
    Step { action, from, to, needs: Permission::Disbursements(needs) }
}

/// The table. A refund leaves a tranche paid.
pub const STEPS: &[Step<DisbursementStatus>] = {
    use DisbursementStatus as S;
    &[
        step("request", &[S::Planned], S::Requested, Disbursements::RequestDisbursement),
        step("approve", &[S::Requested], S::Approved, Disbursements::ApproveDisbursement),
        step(
            "cancel",
            &[S::Planned, S::Requested, S::Approved],
            S::Cancelled,
            Disbursements::CancelDisbursement,
        ),
        step("pay", &[S::Approved], S::Paid, Disbursements::PayDisbursement),
        step("refund", &[S::Paid], S::Paid, Disbursements::RefundDisbursement),
    ]
};

/// What was paid of a tranche and neither given back nor accepted yet.
#[must_use]
pub const fn advanced_vnd(row: &disbursement::Model) -> i64 {
    row.paid_vnd - row.refunded_vnd - row.accepted_vnd
}

/// The state an action leads to, or 409 with the actions that are open to the tranche of an application in its state.
///
/// # Errors
/// `state_conflict`.
pub fn step_of(
    row: &disbursement::Model,
    application: ApplicationStatus,
    action: &str,
) -> Result<DisbursementStatus, Error> {
    let refused = || Error::step_not_open(&actions(row, application, |_| true));
    if fits(row, application, action) {
        next(STEPS, row.status, action).map_err(|_| refused())
    } else {
        Err(refused())
    }
}

/// The actions open to a tranche, for whoever holds the permissions that `holds` accepts.
pub fn actions(
    row: &disbursement::Model,
    application: ApplicationStatus,
    holds: impl Fn(Permission) -> bool,
) -> Vec<&'static str> {
    open(STEPS, row.status, holds).into_iter().filter(|action| fits(row, application, action)).collect()
}

/// Money goes to a group only while its application may be paid, and only what is advanced can come back.
fn fits(row: &disbursement::Model, application: ApplicationStatus, action: &str) -> bool {
    match action {
        "cancel" => true,
        "refund" => advanced_vnd(row) > 0,
        _ => matches!(application, ApplicationStatus::Agreement | ApplicationStatus::Disbursing),
    }
}
