//! What happens after the day of the published figures: members leave and join, some join a second group, households
//! send several members, groups begin, end and become cooperatives, on both maps.

use chrono::NaiveDate;
use entity::enums::{ExitReason, GroupStatus, LegalForm};

use super::calendar::{FIGURES_ON, LAST_DAY, birthday, later, working_day};
use super::groups::continue_as_cooperative;
use super::history::close;
use super::households::{change_head, depart, settle, split_off};
use super::plan::World;
use super::random::Random;

/// Households in which a grown child founds a household of its own.
const SPLITS: usize = 24;
/// Households in which the head hands over.
const HANDOVERS: usize = 40;

/// Continues the province until the last day.
pub fn go_on(world: &mut World, seed: u64) {
    let random = &mut Random::of(seed, "after");
    let old = (0..world.groups.len()).filter(|group| world.groups[*group].founded <= FIGURES_ON);
    for group in old.collect::<Vec<_>>() {
        if world.groups[group].is_open_on(later(FIGURES_ON, 1)) {
            let (first, last) = open_days(world, group);
            let size = world.groups[group].size;
            leave_some(world, random, group, size, (first, last));
            join_some(world, random, group, size, (first, last));
        }
    }
    for group in 0..world.groups.len() {
        if world.groups[group].founded > FIGURES_ON {
            fill_new(world, random, group);
        }
    }
    split_some(world, random);
    end_groups(world, random);
    hand_over(world, random);
}

/// The days on which members of an older group come and go.
fn open_days(world: &World, group: usize) -> (NaiveDate, NaiveDate) {
    let last = world.groups[group].ended.map_or(LAST_DAY, |(on, _)| later(on, -1));
    (later(FIGURES_ON, 20), last)
}

/// How many of `size` it is, at about so many per mille each.
fn about(random: &mut Random, size: usize, per_mille: usize) -> usize {
    (0..size).filter(|_| random.chance(per_mille)).count()
}

fn leave_some(
    world: &mut World,
    random: &mut Random,
    group: usize,
    size: usize,
    (first, last): (NaiveDate, NaiveDate),
) {
    let smallest = if world.groups[group].began_as == LegalForm::Cooperative { 8 } else { 6 };
    let mut members = world.roster(group, FIGURES_ON);
    random.shuffle(&mut members);
    members.truncate(about(random, size, 105).min(size.saturating_sub(smallest)));
    for stay in members {
        let on = working_day(random, first.max(later(world.stays[stay].from, 30)), last);
        if on > last {
            continue;
        }
        match other_group(world, random, stay, on).filter(|_| random.chance(150)) {
            Some(other) => {
                world.leave(stay, on, ExitReason::Transferred);
                let person = world.stays[stay].person;
                world.join(other, person, on);
            }
            None => depart(world, random, stay, on),
        }
    }
}

/// Another group of the commune that a member may join on that day.
fn other_group(world: &World, random: &mut Random, stay: usize, on: NaiveDate) -> Option<usize> {
    let (person, home) = (world.stays[stay].person, &world.groups[world.stays[stay].group]);
    let is_fit = |group: &usize| {
        let other = &world.groups[*group];
        other.commune == home.commune
            && other.founded <= FIGURES_ON
            && other.is_open_on(later(on, 60))
            && !world.was_in(person, *group)
    };
    let fit: Vec<_> = (0..world.groups.len()).filter(is_fit).collect();
    if fit.is_empty() { None } else { Some(*random.pick(&fit)) }
}

fn join_some(
    world: &mut World,
    random: &mut Random,
    group: usize,
    size: usize,
    (first, last): (NaiveDate, NaiveDate),
) {
    for _ in 0..about(random, size, 115) {
        let on = working_day(random, first, later(last, -30));
        if on < last {
            join_later(world, random, group, on, [24, 62]);
        }
    }
}

/// Somebody joins: from a new household, from a member's household or, above these bounds in percent, from
/// another group.
fn join_later(
    world: &mut World,
    random: &mut Random,
    group: usize,
    on: NaiveDate,
    [fresh, companions]: [usize; 2],
) {
    let kind = random.below(100);
    let known = match kind {
        _ if kind < fresh => None,
        _ if kind < companions => find(world, random, group, on, is_companion),
        _ => find(world, random, group, on, |world, person| memberships_from(world, person, on) == 1),
    };
    let (commune, hamlet) = (world.groups[group].commune, world.groups[group].hamlet);
    let person = known.unwrap_or_else(|| settle(world, random, commune, hamlet, on));
    world.join(group, person, on);
}

/// Somebody of the commune who may join that group on that day and is as asked.
fn find(
    world: &World,
    random: &mut Random,
    group: usize,
    on: NaiveDate,
    is_asked: impl Fn(&World, usize) -> bool,
) -> Option<usize> {
    let neighbours = &world.persons_of[world.groups[group].commune];
    let tries = if neighbours.is_empty() { 0 } else { 80 };
    (0..tries).map(|_| *random.pick(neighbours)).find(|person| {
        let them = &world.persons[*person];
        !them.is_gone
            && birthday(them.birth, 17) <= on
            && world.registered_on(them.household) <= on
            && memberships_from(world, *person, on) < 2
            && !world.was_in(*person, group)
            && is_asked(world, *person)
    })
}

/// Nobody's member so far, in a household that has one.
fn is_companion(world: &World, person: usize) -> bool {
    let home = &world.households[world.persons[person].household];
    home.is_counted && world.stays_of_person(person).next().is_none()
}

/// How many groups a person is in on that day or joins afterwards.
fn memberships_from(world: &World, person: usize, on: NaiveDate) -> usize {
    world.stays_of_person(person).filter(|stay| stay.until.is_none_or(|until| until > on)).count()
}

fn fill_new(world: &mut World, random: &mut Random, group: usize) {
    let (size, founded) = (world.groups[group].size, world.groups[group].founded);
    for nth in 0..size {
        let is_late = nth >= 6 && random.chance(150) && later(founded, 60) < LAST_DAY;
        let on = if is_late { working_day(random, later(founded, 60), LAST_DAY) } else { founded };
        join_later(world, random, group, on, [42, 62]);
    }
    let members = world.roster(group, founded);
    for stay in members.into_iter().skip(7).take(about(random, size, 40)) {
        let on = working_day(random, later(founded, 150), LAST_DAY);
        if on <= LAST_DAY {
            depart(world, random, stay, on);
        }
    }
}

fn split_some(world: &mut World, random: &mut Random) {
    let mut left = SPLITS;
    for _ in 0..SPLITS * 60 {
        let group = random.below(world.groups.len());
        let (first, last) = (later(FIGURES_ON, 60), later(LAST_DAY, -30));
        let on = working_day(random, first, last);
        let neighbours = &world.persons_of[world.groups[group].commune];
        let parent = *random.pick(neighbours);
        let household = world.persons[parent].household;
        let home = &world.households[household];
        let is_fit = home.is_counted
            && home.moved.is_none()
            && !world.persons[parent].is_gone
            && home.heads[0].1 == parent
            && birthday(world.persons[parent].birth, 46) <= on
            && world.groups[group].began_as != LegalForm::Cooperative
            && world.groups[group].active_from.is_some_and(|from| from <= on)
            && world.groups[group].is_open_on(later(on, 30));
        if is_fit && left > 0 {
            let child = split_off(world, random, household, on);
            world.join(group, child, on);
            left -= 1;
        }
    }
}

/// Ends the memberships of groups that end; the members of an upgraded group found the cooperative.
fn end_groups(world: &mut World, random: &mut Random) {
    for group in 0..world.groups.len() {
        match world.groups[group].ended {
            Some((on, GroupStatus::Dissolved)) if on > FIGURES_ON => {
                close(world, group, on, ExitReason::GroupDissolved);
            }
            Some((on, GroupStatus::Upgraded)) if on > FIGURES_ON => {
                let members = world.roster(group, on);
                close(world, group, on, ExitReason::GroupUpgraded);
                let cooperative = continue_as_cooperative(world, group, on);
                for (nth, stay) in members.into_iter().enumerate() {
                    if nth < 7 || random.chance(850) {
                        let person = world.stays[stay].person;
                        world.join(cooperative, person, on);
                    }
                }
            }
            _ => {}
        }
    }
}

/// In some households the head hands over to somebody else.
fn hand_over(world: &mut World, random: &mut Random) {
    let fit = |household: &usize| {
        let home = &world.households[*household];
        home.is_counted
            && home.moved.is_none()
            && home.heads.len() == 1
            && home.residents.len() == 2
            && home.residents.iter().all(|resident| resident.until.is_none())
    };
    let mut households: Vec<_> = (0..world.households.len()).filter(fit).collect();
    random.shuffle(&mut households);
    for household in households.into_iter().take(HANDOVERS) {
        let on = working_day(random, later(FIGURES_ON, 30), LAST_DAY);
        change_head(world, household, on);
    }
}
