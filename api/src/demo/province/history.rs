//! Memberships until the day of the published figures, built so that these hold exactly: every member counted on
//! that day has a household of their own, and every other membership ends by then.

use chrono::NaiveDate;
use entity::enums::{ExitReason, GroupStatus, LegalForm};

use super::calendar::{FIGURES_ON, birthday, later, working_day};
use super::groups::COUNTED;
use super::households::{depart, settle};
use super::plan::World;
use super::random::Random;

/// Members on the day of the published figures.
pub const MEMBERS: usize = 7_914;

/// Fills the groups planned so far.
pub fn fill_groups(world: &mut World, seed: u64) {
    let random = &mut Random::of(seed, "history");
    settle_sizes(world, random);
    for group in 0..world.groups.len() {
        match (world.groups[group].began_as, world.groups[group].ended) {
            (LegalForm::Cooperative, _) => fill_cooperative(world, random, group),
            (_, None) => fill(world, random, group),
            (_, Some((on, GroupStatus::Dissolved))) => fill_dissolved(world, random, group, on),
            _ => {}
        }
    }
    for group in 0..world.groups.len() {
        add_former_members(world, random, group);
    }
}

/// Whether a group's members are counted on the day of the published figures.
fn is_counted(world: &World, group: usize) -> bool {
    world.groups[group].ended.is_none()
}

/// Makes the sizes of the groups that are counted add up.
fn settle_sizes(world: &mut World, random: &mut Random) {
    let counted: Vec<_> = (0..world.groups.len()).filter(|group| is_counted(world, *group)).collect();
    debug_assert_eq!(counted.len(), COUNTED);
    let mut total: usize = counted.iter().map(|group| world.groups[*group].size).sum();
    while total != MEMBERS {
        let group = &mut world.groups[*random.pick(&counted)];
        if total > MEMBERS && group.size > 8 {
            group.size -= 1;
            total -= 1;
        } else if total < MEMBERS && group.size < 24 {
            group.size += 1;
            total += 1;
        }
    }
}

/// A member counted on the day of the published figures joins with a household of their own.
fn join_counted(world: &mut World, random: &mut Random, group: usize, on: NaiveDate) -> usize {
    let (commune, hamlet) = (world.groups[group].commune, world.groups[group].hamlet);
    let person = settle(world, random, commune, hamlet, on);
    world.households[world.persons[person].household].is_counted = true;
    world.join(group, person, on);
    person
}

/// Founders, and those who joined until `last`.
fn joining_days(random: &mut Random, count: usize, founded: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let from = later(founded, 45);
    let mut days: Vec<_> = (0..count)
        .map(|nth| {
            if nth >= 6 && from <= last && random.chance(190) {
                working_day(random, from, last)
            } else {
                founded
            }
        })
        .collect();
    days.sort();
    days
}

fn fill(world: &mut World, random: &mut Random, group: usize) {
    let (size, founded) = (world.groups[group].size, world.groups[group].founded);
    for on in joining_days(random, size, founded, FIGURES_ON) {
        join_counted(world, random, group, on);
    }
}

/// Members of the group it continues go over on the day of the upgrade; a few stay out, a few come later.
fn fill_cooperative(world: &mut World, random: &mut Random, cooperative: usize) {
    let (size, on) = (world.groups[cooperative].size, world.groups[cooperative].founded);
    let Some(old) = world.groups[cooperative].continues else { return };
    let newcomers = random.below(3).min(size - 8);
    let founded = world.groups[old].founded;
    for from in joining_days(random, size - newcomers, founded, later(on, -60)) {
        let person = join_counted(world, random, old, from);
        world.join(cooperative, person, on);
    }
    for _ in 0..newcomers {
        let from = working_day(random, later(on, 20), FIGURES_ON);
        join_counted(world, random, cooperative, from);
    }
    for _ in 0..random.between(1, 4) {
        let (commune, hamlet) = (world.groups[old].commune, world.groups[old].hamlet);
        let person = settle(world, random, commune, hamlet, founded);
        world.join(old, person, founded);
    }
    close(world, old, on, ExitReason::GroupUpgraded);
}

/// Ends all memberships of a group that hold on the day it ends.
pub fn close(world: &mut World, group: usize, on: NaiveDate, reason: ExitReason) {
    for stay in world.roster(group, on) {
        world.leave(stay, on, reason);
    }
}

/// Half of the members of a group that ended are or were in other groups of the commune.
fn fill_dissolved(world: &mut World, random: &mut Random, group: usize, on: NaiveDate) {
    let (size, founded) = (world.groups[group].size, world.groups[group].founded);
    for from in joining_days(random, size, founded, later(on, -60)) {
        if random.chance(400) && join_second(world, random, group, from).is_some() {
            continue;
        }
        let (commune, hamlet) = (world.groups[group].commune, world.groups[group].hamlet);
        let person = settle(world, random, commune, hamlet, from);
        world.join(group, person, from);
    }
    close(world, group, on, ExitReason::GroupDissolved);
}

/// Somebody of the commune who is also in another group joins. Returns the membership.
fn join_second(world: &mut World, random: &mut Random, group: usize, from: NaiveDate) -> Option<usize> {
    let neighbours = &world.persons_of[world.groups[group].commune];
    if neighbours.is_empty() {
        return None;
    }
    let candidate = (0..20).map(|_| *random.pick(neighbours)).find(|person| {
        let is_adult = birthday(world.persons[*person].birth, 17) <= from;
        let first = world.stays_of_person(*person).next();
        is_adult
            && first.is_some_and(|stay| stay.group != group)
            && !world.was_in(*person, group)
            && world.stays_of_person(*person).count() == 1
            && !world.persons[*person].is_gone
    })?;
    Some(world.join(group, candidate, from))
}

/// Those who left before the day of the published figures.
fn add_former_members(world: &mut World, random: &mut Random, group: usize) {
    let founded = world.groups[group].founded;
    let end = world.groups[group].ended.map_or(FIGURES_ON, |(on, _)| later(on, -1));
    let count = random.weighted(&[(0, 40), (1, 30), (2, 20), (3, 10)]);
    for _ in 0..count {
        let from = if random.chance(700) { founded } else { working_day(random, founded, end) };
        let earliest = later(from, 120);
        if earliest > end || world.groups[group].continues.is_some() {
            continue;
        }
        let until = working_day(random, earliest, end);
        add_former_member(world, random, group, from, until);
    }
}

fn add_former_member(
    world: &mut World,
    random: &mut Random,
    group: usize,
    from: NaiveDate,
    until: NaiveDate,
) {
    let kind = random.below(100);
    if kind < 25
        && let Some(stay) = join_second(world, random, group, from)
    {
        return leave_for_another(world, random, stay, until);
    }
    let known = if kind < 50 { companion_in(world, random, group, from) } else { None };
    let (commune, hamlet) = (world.groups[group].commune, world.groups[group].hamlet);
    let person = known.unwrap_or_else(|| settle(world, random, commune, hamlet, from));
    let stay = world.join(group, person, from);
    depart(world, random, stay, until);
}

/// Who is in two groups and leaves one: a transfer if the other begins meanwhile.
fn leave_for_another(world: &mut World, random: &mut Random, stay: usize, until: NaiveDate) {
    let (person, from) = (world.stays[stay].person, world.stays[stay].from);
    let other = world.stays_of_person(person).next().map(|other| other.from);
    match other {
        Some(on) if on >= later(from, 90) && on <= until => world.leave(stay, on, ExitReason::Transferred),
        _ => depart(world, random, stay, until),
    }
}

/// Somebody else of a member's household who is no member of anything.
fn companion_in(world: &World, random: &mut Random, group: usize, on: NaiveDate) -> Option<usize> {
    let roster = world.stays_of_group(group);
    if roster.is_empty() {
        return None;
    }
    let stay = &world.stays[*random.pick(roster)];
    let household = &world.households[world.persons[stay.person].household];
    let is_free = |person: &usize| {
        let them = &world.persons[*person];
        world.stays_of_person(*person).next().is_none() && !them.is_gone && birthday(them.birth, 17) <= on
    };
    household.residents.iter().map(|resident| resident.person).find(is_free)
}
