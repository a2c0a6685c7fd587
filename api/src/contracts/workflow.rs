//! The life of a contract (domain §4.2): which action leads from which state to which, and for which side it is open.

use chrono::NaiveDate;
use entity::{
    enums::{
        ContractStatus::{self, *},
        Side,
    },
    sales_contract,
};

use crate::{
    access::{Permission, permission::Contracts},
    error::{Code, Error},
    workflow::{Step, next, open},
};

/// What every act on a contract can refuse with.
pub const ACTING: &[Code] = &[Code::SeparationOfDuties];
/// What acts that bind a side can refuse with.
pub const BINDING: &[Code] = &[Code::ConditionsUnmet, Code::SeparationOfDuties];
/// What acts that give a contract its number can refuse with.
pub const NAMING: &[Code] = &[Code::Duplicate, Code::ConditionsUnmet, Code::SeparationOfDuties];

const fn step(
    action: &'static str,
    from: &'static [ContractStatus],
    to: ContractStatus,
    needs: Contracts,
) -> Step<ContractStatus> {
    Step { action, from, to, needs: Permission::Contracts(needs) }
}

/// The table. The first confirmation leaves a contract submitted; an amendment leaves it confirmed.
pub const STEPS: &[Step<ContractStatus>] = &[
    step("submit", &[Draft], Submitted, Contracts::SubmitContract),
    step("confirm", &[Submitted, Confirmed], Confirmed, Contracts::ConfirmContract),
    step("reject", &[Submitted], Rejected, Contracts::RejectContract),
    step("amend", &[Confirmed], Confirmed, Contracts::AmendContract),
    step("drop-amendment", &[Confirmed], Confirmed, Contracts::DropAmendment),
    step("complete", &[Confirmed], Completed, Contracts::CompleteContract),
    step("terminate", &[Confirmed], Terminated, Contracts::TerminateContract),
];

/// Where a contract stands for a side.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'a> {
    /// The contract.
    pub row: &'a sales_contract::Model,
    /// The side.
    pub side: Side,
    /// The sides that have confirmed its latest text.
    pub confirmed_by: &'a [Side],
    /// Whether partner and group can be bound now.
    pub is_ready: bool,
    /// The day.
    pub today: NaiveDate,
}

impl Stage<'_> {
    /// Whether a text waits to change the one in force.
    const fn is_pending(&self) -> bool {
        matches!(self.row.in_force_n, Some(n) if n < self.row.text_n)
    }

    /// Whether both sides can still bring a text into force.
    fn is_open(&self) -> bool {
        match self.row.status {
            Submitted => true,
            Confirmed => self.today <= self.row.ends_on,
            Draft | Completed | Rejected | Terminated => false,
        }
    }

    fn fits(&self, action: &str) -> bool {
        match action {
            "submit" => self.is_ready && self.side == self.row.drafted_by,
            "confirm" => {
                let waits = self.row.in_force_n.is_none() || self.is_pending();
                waits && self.is_open() && self.is_ready && !self.confirmed_by.contains(&self.side)
            }
            "amend" => !self.is_pending() && self.is_open() && self.is_ready,
            "drop-amendment" => self.is_pending(),
            _ => true,
        }
    }

    /// The actions open to whoever holds the permissions that `holds` accepts.
    #[must_use]
    pub fn actions(&self, holds: impl Fn(Permission) -> bool) -> Vec<&'static str> {
        let actions = open(STEPS, self.row.status, holds).into_iter();
        actions.filter(|action| self.fits(action)).collect()
    }

    /// The state an action leads to, or 409 with the actions that are open to the side.
    ///
    /// # Errors
    /// `state_conflict`.
    pub fn step(&self, action: &str) -> Result<ContractStatus, Error> {
        let to = if self.fits(action) { next(STEPS, self.row.status, action).ok() } else { None };
        to.ok_or_else(|| self.not_open())
    }

    /// The answer to an act that is not open.
    #[must_use]
    pub fn not_open(&self) -> Error {
        Error::step_not_open(&self.actions(|_| true))
    }
}
