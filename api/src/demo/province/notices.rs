//! Notices to the commune: of the contract, of a new head, of members who came or went, of the end.

use chrono::NaiveDate;
use entity::enums::{GroupStatus, LegalForm, NoticeKind, Office};

use super::calendar::{LAST_DAY, after_working_days, later, working_day};
use super::offices::Term;
use super::plan::World;
use super::random::Random;

/// A notice of a change on a day.
pub struct Notice {
    /// Whose.
    pub group: usize,
    /// What of.
    pub kind: NoticeKind,
    /// Day of the change.
    pub signed_on: NaiveDate,
    /// Day it was sent, if it was.
    pub sent_on: Option<NaiveDate>,
}

/// The day of a group's cooperation contract.
pub fn contract_day(world: &World, group: usize) -> Option<NaiveDate> {
    let group = &world.groups[group];
    match group.began_as {
        LegalForm::Tht => group.active_from,
        LegalForm::Cig => group.converted,
        LegalForm::Cooperative => None,
    }
}

/// The notices of all groups with a contract.
pub fn notices(world: &World, terms: &[Term], seed: u64) -> Vec<Notice> {
    let random = &mut Random::of(seed, "notices");
    let mut notices = Vec::new();
    for group in 0..world.groups.len() {
        if let Some(contract) = contract_day(world, group) {
            notices.push((group, NoticeKind::Founding, contract));
            changes(world, random, group, contract, &mut notices);
        }
    }
    for term in terms.iter().filter(|term| term.office == Office::Head) {
        if contract_day(world, term.group).is_some_and(|contract| contract < term.from) {
            notices.push((term.group, NoticeKind::Representative, term.from));
        }
    }
    notices.into_iter().map(|(group, kind, on)| send(random, group, kind, on)).collect()
}

/// Changes that a group tells: most of its comings and goings, sometimes something else, its end.
fn changes(
    world: &World,
    random: &mut Random,
    group: usize,
    contract: NaiveDate,
    notices: &mut Vec<(usize, NoticeKind, NaiveDate)>,
) {
    let end = world.groups[group].ended;
    let last = end.map_or(LAST_DAY, |(on, _)| later(on, -1));
    let stays = world.stays_of_group(group).iter().map(|stay| &world.stays[*stay]);
    let mut days: Vec<_> = stays
        .flat_map(|stay| [Some(stay.from), stay.until])
        .flatten()
        .filter(|day| *day > contract && *day <= last)
        .collect();
    days.sort();
    days.dedup();
    for day in days {
        if random.chance(600) {
            notices.push((group, NoticeKind::MemberCount, day));
        }
    }
    let others = [NoticeKind::Contributions, NoticeKind::BusinessLine, NoticeKind::Address, NoticeKind::Name];
    if random.chance(90) && later(contract, 100) < last {
        notices.push((group, *random.pick(&others), working_day(random, later(contract, 100), last)));
    }
    if let Some((on, GroupStatus::Dissolved)) = end {
        notices.push((group, NoticeKind::Dissolution, on));
    }
}

/// Most notices are sent within five working days; some late, a few never.
fn send(random: &mut Random, group: usize, kind: NoticeKind, signed_on: NaiveDate) -> Notice {
    let working_days = match random.below(100) {
        0..=1 => None,
        2..=9 => Some(random.between(6, 24)),
        _ => Some(random.between(0, 5)),
    };
    let sent_on = working_days.map(|days| after_working_days(signed_on, days));
    Notice { group, kind, signed_on, sent_on: sent_on.filter(|on| *on <= LAST_DAY) }
}
