//! Who holds which office. From the day a group is active until it ends somebody is its head on every day.

use chrono::NaiveDate;
use entity::enums::Office;

use super::calendar::{later, working_day};
use super::plan::World;
use super::random::Random;

/// Somebody's time in an office, within a membership.
pub struct Term {
    /// In which group.
    pub group: usize,
    /// By which membership.
    pub stay: usize,
    /// Which.
    pub office: Office,
    /// First day.
    pub from: NaiveDate,
    /// First day no longer held.
    pub until: Option<NaiveDate>,
}

/// Offices and how many of 1,000 groups fill them.
const OFFICES: [(Office, usize); 4] =
    [(Office::Head, 1000), (Office::Deputy, 880), (Office::Treasurer, 820), (Office::Secretary, 560)];

/// The terms of all groups.
pub fn terms(world: &World, seed: u64) -> Vec<Term> {
    let random = &mut Random::of(seed, "offices");
    let mut terms = Vec::new();
    for group in 0..world.groups.len() {
        let mut own = Vec::new();
        for (office, share) in OFFICES {
            if random.chance(share) {
                fill_office(world, random, group, office, &mut own);
            }
        }
        terms.append(&mut own);
    }
    terms
}

/// One holder follows the other without a gap, as long as there is somebody.
fn fill_office(world: &World, random: &mut Random, group: usize, office: Office, own: &mut Vec<Term>) {
    let end = world.groups[group].ended.map(|(on, _)| on);
    let mut next = world.groups[group].active_from;
    while let Some(from) = next.filter(|from| end.is_none_or(|end| *from < end)) {
        let Some(stay) = successor(world, random, group, from, own) else { return };
        let until = earliest([world.stays[stay].until, election(random, from), end]);
        own.push(Term { group, stay, office, from, until });
        next = until;
    }
}

/// A member who holds no office in the group yet and stays for a while; else whoever stays longest.
fn successor(world: &World, random: &mut Random, group: usize, on: NaiveDate, own: &[Term]) -> Option<usize> {
    let roster = world.roster(group, on);
    let person_of = |stay: usize| world.stays[stay].person;
    let is_new = |stay: &usize| own.iter().all(|term| person_of(term.stay) != person_of(*stay));
    let last_day = |stay: &usize| world.stays[*stay].until.unwrap_or(NaiveDate::MAX);
    let lasting: Vec<_> =
        roster.iter().copied().filter(|stay| is_new(stay) && last_day(stay) > later(on, 200)).collect();
    if !lasting.is_empty() {
        return Some(*random.pick(&lasting));
    }
    let is_free =
        |stay: &usize| own.iter().all(|term| term.stay != *stay || term.until.is_some_and(|u| u <= on));
    roster.into_iter().filter(is_free).max_by_key(last_day)
}

/// The day on which somebody else is elected, in one of four cases.
fn election(random: &mut Random, from: NaiveDate) -> Option<NaiveDate> {
    let on = working_day(random, later(from, 600), later(from, 1500));
    (random.chance(250) && on <= super::calendar::LAST_DAY).then_some(on)
}

fn earliest(days: [Option<NaiveDate>; 3]) -> Option<NaiveDate> {
    days.into_iter().flatten().min()
}
