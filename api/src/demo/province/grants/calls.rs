//! The calls of the demo: when they are open, what they promise, and how many groups they reach.

use chrono::{Datelike, NaiveDate};
use entity::enums::{CallStatus, LegalForm};

use super::super::calendar::{FIGURES_ON, day, later};
use super::Fate;
use crate::call_rules::messages::{
    CallRules, Condition, ConditionKind, Criterion, Rounding, RoundingMode, TranchePlan,
};
use crate::error::Error;
use crate::values::{Bps, Line, Vnd};

/// Days from the decision to the last payment of a first and of a second tranche.
pub const PAID_WITHIN: [i64; 2] = [60, 190];
/// Days from the decision until everything about a grant is done.
pub const DONE_WITHIN: i64 = 275;
/// Days that the present call is open: before and after the day of loading.
const OPEN: (i64, i64) = (21, 40);

/// A call.
pub struct Call {
    /// Its name.
    pub name: String,
    /// First and last day on which it takes applications.
    pub taken: (NaiveDate, NaiveDate),
    /// The day on which its applications are decided; none while it is open.
    pub decided_on: Option<NaiveDate>,
    /// State at the end.
    pub status: CallStatus,
    /// Whether its money is allotted to the districts of 2022, or else to the province as a whole.
    pub is_by_district: bool,
    /// Its rules.
    pub rules: CallRules,
    /// Until how many groups in all are funded, and how many groups get another grant.
    pub wanted: (usize, usize),
    /// What becomes of its other applications, and of how many.
    pub others: &'static [(Fate, usize)],
    /// What is allotted at least, in đồng.
    pub least_vnd: i64,
}

impl Call {
    /// The share of its grants that is paid by the day of the published figures.
    pub fn paid_by_figures(&self) -> PaidBy {
        let is_past =
            |days: i64| self.decided_on.is_some_and(|decided_on| later(decided_on, days) <= FIGURES_ON);
        match PAID_WITHIN.map(is_past) {
            [_, true] => PaidBy::All,
            [true, false] => PaidBy::First,
            [false, false] => PaidBy::Nothing,
        }
    }

    /// The fiscal year of its grants.
    pub fn year(&self) -> i32 {
        self.decided_on.unwrap_or(self.taken.1).year()
    }
}

/// Which tranches are paid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PaidBy {
    /// All.
    All,
    /// The first.
    First,
    /// None.
    Nothing,
}

/// A call of the past: its name, the days on which it takes applications, the day of its decisions, its first tranche
/// per mille, groups funded in all and again.
type Past = (&'static str, [NaiveDate; 2], NaiveDate, i64, (usize, usize));

const PAST: [Past; 6] = [
    ("Đợt xét 2018", [day(2018, 3, 5), day(2018, 4, 6)], day(2018, 5, 15), 600, (40, 0)),
    ("Đợt xét 2019", [day(2019, 2, 18), day(2019, 3, 22)], day(2019, 4, 29), 600, (125, 0)),
    ("Đợt xét 2020", [day(2020, 3, 2), day(2020, 4, 3)], day(2020, 5, 11), 500, (255, 6)),
    ("Đợt xét 2021, lần 1", [day(2021, 2, 1), day(2021, 3, 5)], day(2021, 4, 12), 500, (365, 12)),
    ("Đợt xét 2021, lần 2", [day(2021, 7, 12), day(2021, 8, 13)], day(2021, 9, 20), 500, (410, 7)),
    ("Đợt xét 2022", [day(2022, 1, 10), day(2022, 2, 11)], day(2022, 3, 21), 600, (super::FUNDED, 0)),
];

const REFUSED: &[(Fate, usize)] =
    &[(Fate::Unfit, 2), (Fate::Refused, 4), (Fate::Recalled, 1), (Fate::Declined, 1)];
const ENDED_EARLY: &[(Fate, usize)] =
    &[(Fate::Unfit, 2), (Fate::Refused, 4), (Fate::Recalled, 1), (Fate::Declined, 1), (Fate::Terminated, 2)];
const UNDER_WAY: &[(Fate, usize)] = &[
    (Fate::Approved, 3),
    (Fate::Agreed, 4),
    (Fate::Disbursing, 8),
    (Fate::Accepted, 3),
    (Fate::Completed, 4),
    (Fate::Suspended, 2),
    (Fate::Terminated, 1),
    (Fate::Unfit, 2),
    (Fate::Refused, 3),
    (Fate::Declined, 1),
    (Fate::Deferred, 1),
];
const BEGUN: &[(Fate, usize)] = &[
    (Fate::Draft, 4),
    (Fate::Submitted, 4),
    (Fate::Screening, 3),
    (Fate::Returned, 2),
    (Fate::Appraisal, 4),
    (Fate::Deferred, 1),
    (Fate::Unfit, 1),
    (Fate::Recalled, 1),
];

/// All calls, the earliest first; the last one is open on the day of loading.
///
/// # Errors
/// When a rule does not keep its own limits.
pub fn calls(today: NaiveDate) -> Result<Vec<Call>, Error> {
    let mut calls = Vec::new();
    for (n, (name, [from, until], decided_on, first_per_mille, wanted)) in PAST.into_iter().enumerate() {
        let is_last = n + 1 == PAST.len();
        calls.push(Call {
            name: name.to_owned(),
            taken: (from, until),
            decided_on: Some(decided_on),
            status: if is_last { CallStatus::Closed } else { CallStatus::Archived },
            is_by_district: true,
            rules: rules(n >= 3, 3_000, first_per_mille * 10)?,
            wanted,
            others: if n == 1 { ENDED_EARLY } else { REFUSED },
            least_vnd: 0,
        });
    }
    calls.push(Call {
        name: "Đợt xét 2025".to_owned(),
        taken: (day(2025, 7, 3), day(2025, 7, 28)),
        decided_on: Some(day(2025, 9, 1)),
        status: CallStatus::Closed,
        is_by_district: false,
        rules: rules(true, 1_000, 6_000)?,
        wanted: (0, 0),
        others: UNDER_WAY,
        least_vnd: 0,
    });
    let taken = (later(today, -OPEN.0), later(today, OPEN.1));
    calls.push(Call {
        name: format!("Đợt xét đang mở, tháng {}/{}", taken.0.month(), taken.0.year()),
        taken,
        decided_on: None,
        status: CallStatus::Open,
        is_by_district: false,
        rules: rules(true, 1_000, 6_000)?,
        wanted: (0, 0),
        others: BEGUN,
        least_vnd: 3_000_000_000,
    });
    Ok(calls)
}

fn unfit<E>(_: E) -> Error {
    Error::internal("a rule of a demo call does not keep its limits")
}

/// A line of text.
///
/// # Errors
/// When it is too long.
pub fn line<const MIN: usize, const MAX: usize>(text: &str) -> Result<Line<MIN, MAX>, Error> {
    Line::parse(text).map_err(|_| Error::internal("a text of the demo does not fit"))
}

fn bps(share: i64) -> Result<Bps, Error> {
    Bps::parse(share).map_err(unfit)
}

fn rules(takes_cooperatives: bool, poor_bps: i64, first_bps: i64) -> Result<CallRules, Error> {
    let mut legal_forms = vec![LegalForm::Cig, LegalForm::Tht];
    legal_forms.extend(takes_cooperatives.then_some(LegalForm::Cooperative));
    let criterion = |code: &str, name: &str, weight: i64| -> Result<Criterion, Error> {
        Ok(Criterion { code: line(code)?, name: line(name)?, weight_bps: bps(weight)?, max_score: 100 })
    };
    let given = Condition { kind: ConditionKind::ContributionBps, value: Some(5_000) };
    let accepted = Condition { kind: ConditionKind::PreviousAccepted, value: None };
    Ok(CallRules {
        max_grant_vnd: Vnd::parse(100_000_000).map_err(unfit)?,
        min_own_bps: bps(3_000)?,
        min_poor_bps: bps(poor_bps)?,
        min_members: 7,
        legal_forms,
        area_ids: Vec::new(),
        value_chains: Vec::new(),
        criteria: vec![
            criterion("feasibility", "Tính khả thi", 4_000)?,
            criterion("climate", "Thích ứng với biến đổi khí hậu", 3_000)?,
            criterion("market", "Thị trường và hiệu quả", 2_000)?,
            criterion("inclusion", "Hộ nghèo và phụ nữ tham gia", 1_000)?,
        ],
        pass_mark_bps: bps(6_000)?,
        appraisers_needed: 2,
        tranches: vec![
            TranchePlan { share_bps: bps(first_bps)?, conditions: vec![given] },
            TranchePlan { share_bps: bps(10_000 - first_bps)?, conditions: vec![accepted] },
        ],
        rounding: Rounding { unit_vnd: 1_000, mode: RoundingMode::Down },
    })
}
