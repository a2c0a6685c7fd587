//! Which group applies to which call, for how much, and what becomes of it; chosen so that the published figures hold.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::ids::GroupId;

use super::super::calendar::{FIGURES_ON, later};
use super::super::random::Random;
use super::super::register::Register;
use super::agenda::Agenda;
use super::calls::{Call, DONE_WITHIN, PaidBy};
use super::{FUNDED, Fate, PAID_VND, Setting};

const MILLION: i64 = 1_000_000;
/// The smallest and the largest grant, in millions.
const GRANT: (i64, i64) = (40, 100);
/// How many grants of a call were not spent to the last đồng, and of how many the payment was booked wrong at first.
const SPARED: usize = 4;
const BOOKED_TWICE: usize = 1;

/// An application to be.
pub struct Case {
    /// Position of the call.
    pub call: usize,
    /// The group that applies.
    pub group: GroupId,
    /// What becomes of it.
    pub fate: Fate,
    /// The days on which it moves, until it is decided.
    pub agenda: Agenda,
    /// What is asked for.
    pub requested_vnd: i64,
    /// What is granted, if it is.
    pub approved_vnd: i64,
    /// What is given back at the end.
    pub refund_vnd: i64,
    /// Whether the first payment is booked wrong, taken back and booked again.
    pub is_booked_twice: bool,
}

impl Case {
    /// What is paid of it net by the day of the published figures.
    fn paid_by_figures(&self, call: &Call) -> i64 {
        let first = call.rules.rounding.share(
            self.approved_vnd,
            call.rules.tranches.first().map_or(0, |tranche| tranche.share_bps.get().into()),
        );
        match (self.fate, call.paid_by_figures()) {
            (Fate::Completed, PaidBy::All) => self.approved_vnd - self.refund_vnd,
            (Fate::Completed, PaidBy::First) => first,
            (Fate::Terminated, PaidBy::All) => first - self.refund_vnd,
            _ => 0,
        }
    }
}

/// Plans all applications.
pub fn plan(register: &Register<'_>, calls: &[Call], setting: &Setting<'_>) -> Vec<Case> {
    let random = &mut Random::of(setting.seed, "grants");
    let (mut funded, mut cases) = (BTreeSet::new(), Vec::new());
    for (n, call) in calls.iter().enumerate() {
        let mut applicants = applicants(register, call, setting);
        random.shuffle(&mut applicants);
        let published = |group: &GroupId| register.is_published(*group);
        let (known, fresh): (Vec<_>, Vec<_>) =
            applicants.into_iter().partition(|(counted, _)| funded.contains(counted));
        let (mut fresh, mut rest): (Vec<_>, Vec<_>) =
            fresh.into_iter().partition(|(counted, _)| published(counted));
        let ended_early = count(call, Fate::Terminated).min(call.wanted.0);
        let wanted = call.wanted.0.saturating_sub(funded.len());
        let chosen: Vec<_> = fresh.drain(..wanted.min(fresh.len())).collect();
        for (nth, (counted, group)) in chosen.into_iter().enumerate() {
            funded.insert(counted);
            let fate = if nth < ended_early { Fate::Terminated } else { Fate::Completed };
            cases.push(case(random, (n, call), group, fate, setting.today));
        }
        let mut known = known.into_iter();
        for (_, group) in known.by_ref().take(call.wanted.1) {
            cases.push(case(random, (n, call), group, Fate::Completed, setting.today));
        }
        rest.extend(fresh);
        let mut rest = rest.into_iter().chain(known);
        let is_planned = |fate: Fate| fate == Fate::Terminated && ended_early > 0;
        for (fate, number) in call.others.iter().filter(|(fate, _)| !is_planned(*fate)) {
            for (_, group) in rest.by_ref().take(*number) {
                cases.push(case(random, (n, call), group, *fate, setting.today));
            }
        }
        vary(random, call, &mut cases, n);
    }
    debug_assert_eq!(funded.len(), FUNDED);
    settle(random, calls, &mut cases);
    cases
}

fn count(call: &Call, wanted: Fate) -> usize {
    call.others.iter().find(|(fate, _)| *fate == wanted).map_or(0, |(_, number)| *number)
}

/// Groups that may apply to a call, from its first day until everything would be done, each with the group that figures
/// count for it.
fn applicants(register: &Register<'_>, call: &Call, setting: &Setting<'_>) -> Vec<(GroupId, GroupId)> {
    let (from, until) = call.taken;
    let done = call.decided_on.map_or(setting.today, |decided_on| later(decided_on, DONE_WITHIN));
    let until = until.min(done);
    let fits = |group: &GroupId| {
        *group != setting.spared
            && register.is_active(*group, from, done)
            && register.is_eligible(*group, from, &call.rules)
            && register.is_eligible(*group, until, &call.rules)
    };
    let fitting =
        |(counted, ids): (GroupId, &[GroupId])| Some((counted, ids.iter().copied().find(|id| fits(id))?));
    register.applicants().filter_map(fitting).collect()
}

fn case(
    random: &mut Random,
    (n, call): (usize, &Call),
    group: GroupId,
    fate: Fate,
    today: NaiveDate,
) -> Case {
    // Where a first tranche alone is paid, it is a round number too.
    let is_first_alone = call.paid_by_figures() == PaidBy::First || fate == Fate::Terminated;
    let step = if is_first_alone { 5 } else { 1 };
    let approved = random.between(50 / step, 90 / step) * step;
    let more = if random.chance(150) { 5 * random.between(1, 2) } else { 0 };
    Case {
        call: n,
        group,
        fate,
        agenda: Agenda::draw(random, call, fate, today),
        requested_vnd: (approved + more).min(GRANT.1) * MILLION,
        approved_vnd: approved * MILLION,
        refund_vnd: if fate == Fate::Terminated { random.between(3, 12) * MILLION } else { 0 },
        is_booked_twice: false,
    }
}

/// Gives some finished grants of a call a refund or a payment that was booked wrong.
fn vary(random: &mut Random, call: &Call, cases: &mut [Case], n: usize) {
    let done = call.decided_on.map(|decided_on| later(decided_on, DONE_WITHIN));
    if done.is_none_or(|done| done > FIGURES_ON) {
        return;
    }
    let of_call = cases.iter_mut().filter(|case| case.call == n && case.fate == Fate::Completed);
    for (nth, case) in of_call.take(SPARED + BOOKED_TWICE).enumerate() {
        if nth < SPARED {
            case.refund_vnd = random.between(1, 8) * MILLION;
        } else {
            case.is_booked_twice = true;
        }
    }
}

/// Makes what is paid by the day of the published figures add up.
fn settle(random: &mut Random, calls: &[Call], cases: &mut [Case]) {
    let mut total: i64 = cases.iter().map(|case| case.paid_by_figures(&calls[case.call])).sum();
    let is_plain = |case: &Case| {
        case.fate == Fate::Completed
            && case.refund_vnd == 0
            && calls[case.call].paid_by_figures() == PaidBy::All
    };
    let plain: Vec<usize> = (0..cases.len()).filter(|n| is_plain(&cases[*n])).collect();
    let room = |case: &Case, change: i64| {
        let changed = case.approved_vnd + change;
        (GRANT.0 * MILLION..=GRANT.1 * MILLION).contains(&changed)
            && case.requested_vnd + change <= GRANT.1 * MILLION
    };
    let mut tries = 1_000_000;
    while total != PAID_VND && tries > 0 && !plain.is_empty() {
        tries -= 1;
        let change = if total < PAID_VND { MILLION } else { -MILLION };
        let case = &mut cases[*random.pick(&plain)];
        if room(case, change) {
            case.approved_vnd += change;
            case.requested_vnd += change;
            total += change;
        }
    }
}
