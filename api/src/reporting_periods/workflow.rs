//! The life of a reporting period: which action leads from which state to which.

use entity::enums::ReportingStatus;

use crate::{
    access::{Permission, permission::ReportingPeriods},
    workflow::Step,
};

/// The table.
pub(super) const STEPS: &[Step<ReportingStatus>] = &[
    Step {
        action: "submit",
        from: &[ReportingStatus::Open],
        to: ReportingStatus::Submitted,
        needs: Permission::ReportingPeriods(ReportingPeriods::SubmitReportingPeriod),
    },
    Step {
        action: "return",
        from: &[ReportingStatus::Submitted, ReportingStatus::Approved],
        to: ReportingStatus::Open,
        needs: Permission::ReportingPeriods(ReportingPeriods::ReturnReportingPeriod),
    },
    Step {
        action: "approve",
        from: &[ReportingStatus::Submitted],
        to: ReportingStatus::Approved,
        needs: Permission::ReportingPeriods(ReportingPeriods::ApproveReportingPeriod),
    },
    Step {
        action: "lock",
        from: &[ReportingStatus::Approved],
        to: ReportingStatus::Locked,
        needs: Permission::ReportingPeriods(ReportingPeriods::LockReportingPeriod),
    },
    Step {
        action: "reopen",
        from: &[ReportingStatus::Locked],
        to: ReportingStatus::Open,
        needs: Permission::ReportingPeriods(ReportingPeriods::ReopenReportingPeriod),
    },
];
