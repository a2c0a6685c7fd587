//! The grants of the demo: a fund, its calls since 2018, applications in every state, and the books behind them, made
//! from the register of the demo so that the published figures of money hold exactly.
//!
//! Everything is kept as the service itself would have kept it: bases and hashes come from the same code, nobody holds
//! two duties of one subject, and balances are the sums of the postings.

mod agenda;
mod books;
mod calls;
mod cases;
#[cfg(test)]
mod checks;
mod content;
mod decisions;
mod desk;
mod files;
mod funding;
mod payments;
pub(super) mod wording;
mod works;

use chrono::{DateTime, NaiveDate, Utc};
use entity::ids::GroupId;
use entity::{
    acceptance, account_balance, agreement, application_basis, application_version, appraisal,
    call_allotment, contribution_entry, correction, disbursement, duty, fiscal_period, fund, fund_account,
    fund_ceiling, grant_application, grant_call, grant_decision, posting, screening_result, settlement,
};
use serde_json::Value;
use uuid::Uuid;

use super::{Map, Province};
use crate::{error::Error, store::Owner};

/// Groups funded by the day of the published figures.
pub const FUNDED: usize = 467;
/// What they were paid by then, less what came back.
pub const PAID_VND: i64 = 32_700_000_000;

/// What becomes of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is being written.
    Draft,
    /// It waits for the screening.
    Submitted,
    /// It is being screened.
    Screening,
    /// It was given back for repair.
    Returned,
    /// It is being scored.
    Appraisal,
    /// It was put off.
    Deferred,
    /// It failed the screening.
    Unfit,
    /// It was refused.
    Refused,
    /// The group took it back before it was screened.
    Recalled,
    /// The group took it back after it was granted.
    Declined,
    /// It is granted.
    Approved,
    /// The agreement is signed.
    Agreed,
    /// The first tranche is paid.
    Disbursing,
    /// All is paid and the works are accepted.
    Accepted,
    /// It is done.
    Completed,
    /// It is suspended after the first tranche.
    Suspended,
    /// It was ended before its time.
    Terminated,
}

/// Who does what in the demo, two for each duty.
#[derive(Clone, Copy, Debug)]
pub struct Staff {
    /// Who enter: for the province, and for the old district Hà Quảng.
    pub entering: [Uuid; 2],
    /// Who screen, score and accept.
    pub appraising: [Uuid; 2],
    /// Who decide.
    pub deciding: [Uuid; 2],
    /// Who pay.
    pub paying: [Uuid; 2],
}

/// What the grants are made from.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The seed.
    pub seed: u64,
    /// The map.
    pub map: &'a Map,
    /// The register.
    pub province: &'a Province,
    /// Who does what.
    pub staff: Staff,
    /// The group that does not apply, so that a newcomer can.
    pub spared: GroupId,
    /// The day on which a call is open.
    pub today: NaiveDate,
}

/// Something that happened to a record, for the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The kind of record.
    pub resource: &'static str,
    /// Which one.
    pub id: Uuid,
    /// Its revision afterwards.
    pub version: i32,
    /// What was done.
    pub action: &'static str,
    /// Why, where there is a reason.
    pub reason: Option<String>,
    /// Whom it concerns.
    pub owners: Vec<Owner>,
    /// Member, old and new value.
    pub changes: Vec<(&'static str, Value, Value)>,
}

/// The rows, in the order in which they can be inserted; codes run from 1 without a gap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grants {
    /// The fund.
    pub funds: Vec<fund::Model>,
    /// Its fiscal years.
    pub fiscal_periods: Vec<fiscal_period::Model>,
    /// The calls.
    pub grant_calls: Vec<grant_call::Model>,
    /// Their money by area and year.
    pub call_allotments: Vec<call_allotment::Model>,
    /// The accounts.
    pub fund_accounts: Vec<fund_account::Model>,
    /// What stands on them.
    pub account_balances: Vec<account_balance::Model>,
    /// What may be allotted by area and year.
    pub fund_ceilings: Vec<fund_ceiling::Model>,
    /// The applications.
    pub grant_applications: Vec<grant_application::Model>,
    /// What they say.
    pub application_versions: Vec<application_version::Model>,
    /// What they are judged on.
    pub application_bases: Vec<application_basis::Model>,
    /// How they were screened.
    pub screening_results: Vec<screening_result::Model>,
    /// How they were scored.
    pub appraisals: Vec<appraisal::Model>,
    /// What was decided.
    pub grant_decisions: Vec<grant_decision::Model>,
    /// What was agreed.
    pub agreements: Vec<agreement::Model>,
    /// The tranches.
    pub disbursements: Vec<disbursement::Model>,
    /// The book of the fund.
    pub postings: Vec<posting::Model>,
    /// What was booked wrong.
    pub corrections: Vec<correction::Model>,
    /// What groups gave.
    pub contribution_entries: Vec<contribution_entry::Model>,
    /// The minutes.
    pub acceptances: Vec<acceptance::Model>,
    /// The final accounts.
    pub settlements: Vec<settlement::Model>,
    /// Who did what.
    pub duties: Vec<duty::Model>,
    /// What happened, for the journal.
    pub events: Vec<Event>,
}

impl Grants {
    /// Makes the grants.
    ///
    /// # Errors
    /// When a text or a rule of the demo does not keep the limits of the service.
    pub fn generate(setting: &Setting<'_>) -> Result<Self, Error> {
        let register = super::register::Register::of(setting.province, setting.map);
        let calls = calls::calls(setting.today)?;
        let cases = cases::plan(&register, &calls, setting);
        let mut desk = desk::Desk::open(setting, &register, &calls, &cases)?;
        desk.file(&cases)?;
        desk.close()
    }
}

/// An instant and the id of something entered then.
type Entered = (Uuid, DateTime<Utc>);
