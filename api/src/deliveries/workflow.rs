//! The life of a delivery: recorded by the group, acknowledged by the buyer, or disputed until staff settle it.

use entity::enums::DeliveryStatus::{self, *};

use crate::{
    access::{Permission, permission::Deliveries},
    error::{Code, Error},
    workflow::{Step, next, open},
};

/// What recording can refuse with.
pub const RECORDING: &[Code] = &[Code::ConditionsUnmet, Code::SeparationOfDuties];
/// What every other act on a delivery can refuse with.
pub const ACTING: &[Code] = &[Code::SeparationOfDuties];

const fn step(
    action: &'static str,
    from: &'static [DeliveryStatus],
    to: DeliveryStatus,
    needs: Deliveries,
) -> Step<DeliveryStatus> {
    Step { action, from, to, needs: Permission::Deliveries(needs) }
}

/// The table. What was weighed beyond the tolerance leaves an acknowledged delivery disputed.
pub const STEPS: &[Step<DeliveryStatus>] = &[
    step("acknowledge", &[Recorded], Acknowledged, Deliveries::AcknowledgeDelivery),
    step("settle", &[Disputed], Settled, Deliveries::SettleDelivery),
];

/// The state an action leads to, or 409 with the actions that are open.
///
/// # Errors
/// `state_conflict`.
pub fn step_of(status: DeliveryStatus, action: &str) -> Result<DeliveryStatus, Error> {
    next(STEPS, status, action)
}

/// Whether both sides agree, or staff have settled, on what was delivered: it counts as fulfilment and can be paid.
#[must_use]
pub const fn is_agreed(status: DeliveryStatus) -> bool {
    matches!(status, Acknowledged | Settled)
}

/// The answer to an act that is not open.
#[must_use]
pub fn not_open(status: DeliveryStatus) -> Error {
    Error::step_not_open(&open(STEPS, status, |_| true))
}
