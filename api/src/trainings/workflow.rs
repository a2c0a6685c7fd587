//! The life of an event (domain §3.7): which action leads from which state to which.

use entity::enums::TrainingStatus::{self, Cancelled, Closed, Held, Planned};

use crate::{
    access::{Permission, permission::Trainings},
    error::{Code, Error},
    workflow::{Step, open},
};

/// What steps can refuse with.
pub const CONDITIONS: &[Code] = &[Code::ConditionsUnmet];

const fn step(
    action: &'static str,
    from: &'static [TrainingStatus],
    to: TrainingStatus,
    needs: Trainings,
) -> Step<TrainingStatus> {
    Step { action, from, to, needs: Permission::Trainings(needs) }
}

/// The table.
pub const STEPS: &[Step<TrainingStatus>] = &[
    step("hold", &[Planned], Held, Trainings::HoldTraining),
    step("close", &[Held], Closed, Trainings::CloseTraining),
    step("cancel", &[Planned, Held], Cancelled, Trainings::CancelTraining),
];

/// Refuses what is done while an event is planned or held alone.
///
/// # Errors
/// 409 `state_conflict`.
pub fn check_open(status: TrainingStatus) -> Result<(), Error> {
    check_in(status, &[Planned, Held])
}

/// Refuses what is done in some states alone.
///
/// # Errors
/// 409 `state_conflict`.
pub fn check_in(status: TrainingStatus, states: &[TrainingStatus]) -> Result<(), Error> {
    if states.contains(&status) { Ok(()) } else { Err(Error::step_not_open(&open(STEPS, status, |_| true))) }
}
