//! The groups: when and where they begin, what they do, what becomes of them.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use entity::enums::{GroupStatus, LegalForm};

use super::calendar::{FIGURES_ON, LAST_DAY, NEW_MAP_ON, PROJECT_FROM, day, later, working_day};
use super::chains;
use super::plan::{Group, World};
use super::random::Random;

/// Groups that are active or upgraded on the day of the published figures.
pub const COUNTED: usize = 584;
/// How many of them have become cooperatives by then.
const UPGRADED: usize = 14;
/// Groups that end before.
const DISSOLVED: usize = 15;
/// Conversions of common interest groups before that day and after.
const CONVERTED: (usize, usize) = (22, 8);
/// Groups that end after it.
const DISSOLVED_LATER: usize = 12;
/// Upgrades after it.
const UPGRADES_LATER: [NaiveDate; 5] =
    [day(2022, 11, 15), day(2023, 5, 23), day(2023, 10, 10), day(2024, 6, 11), day(2025, 9, 16)];
/// How many groups begin in each year until that day.
const BEGUN: [(i32, usize); 6] =
    [(2017, 48), (2018, 112), (2019, 165), (2020, 128), (2021, 106), (2022, COUNTED + DISSOLVED - 559)];
/// How many begin between two days after it.
const BEGUN_LATER: [(NaiveDate, NaiveDate, usize); 6] = [
    (day(2022, 8, 1), day(2022, 12, 31), 14),
    (day(2023, 1, 1), day(2023, 12, 31), 18),
    (day(2024, 1, 1), day(2024, 12, 31), 12),
    (day(2025, 1, 1), day(2025, 6, 20), 5),
    (NEW_MAP_ON, day(2025, 12, 31), 9),
    (day(2026, 1, 1), day(2026, 5, 15), 3),
];
/// Groups still forming on the last day.
const FORMING: usize = 2;

/// Names in use: commune, chain, hamlet.
pub type Names = BTreeSet<(usize, &'static str, usize)>;

/// Plans the groups that begin until the day of the published figures and what becomes of them.
pub fn plan_until_figures(world: &mut World, seed: u64, names: &mut Names) {
    let random = &mut Random::of(seed, "groups");
    for (year, count) in BEGUN {
        let from = if year == PROJECT_FROM.year() { day(2017, 4, 3) } else { day(year, 1, 10) };
        let to = if year == FIGURES_ON.year() { later(FIGURES_ON, -40) } else { day(year, 12, 15) };
        for founded in days(random, from, to, count) {
            begin(world, random, founded, 570, names);
        }
    }
    end_some_before(world, random);
    convert(world, random, CONVERTED.0, later(PROJECT_FROM, 365), later(FIGURES_ON, -20));
    pause(world, random, day(2020, 3, 2), day(2021, 3, 1), 2);
}

/// Plans the groups that begin later, and what becomes of all of them.
pub fn plan_after_figures(world: &mut World, seed: u64, names: &mut Names) {
    let random = &mut Random::of(seed, "groups after");
    end_some_after(world, random);
    for (from, to, count) in BEGUN_LATER {
        for founded in days(random, from, to, count) {
            begin(world, random, founded, 850, names);
        }
    }
    for founded in days(random, day(2026, 6, 8), LAST_DAY, FORMING) {
        let group = begin(world, random, founded, 1000, names);
        world.groups[group].active_from = None;
    }
    convert(world, random, CONVERTED.1 - 2, later(FIGURES_ON, 60), day(2025, 5, 30));
    convert(world, random, 2, day(2025, 8, 4), day(2026, 3, 31));
    pause(world, random, day(2023, 6, 1), day(2024, 6, 1), 2);
    pause_openly(world, random, day(2026, 3, 16));
}

/// Plans the cooperative that continues a group.
pub fn continue_as_cooperative(world: &mut World, group: usize, on: NaiveDate) -> usize {
    world.groups[group].ended = Some((on, GroupStatus::Upgraded));
    let old = &world.groups[group];
    let cooperative = Group {
        commune: old.commune,
        hamlet: old.hamlet,
        names_former: old.names_former,
        chains: old.chains.clone(),
        began_as: LegalForm::Cooperative,
        founded: on,
        active_from: Some(on),
        converted: None,
        pause: None,
        ended: None,
        continues: Some(group),
        size: old.size,
    };
    world.add_group(cooperative)
}

/// The name of a group.
pub fn name(world: &World, group: &Group) -> String {
    let hamlet = &world.communes[group.commune].hamlets[group.hamlet].name;
    let kind = match group.last_form() {
        LegalForm::Cig => "Nhóm đồng sở thích",
        LegalForm::Tht => "Tổ hợp tác",
        LegalForm::Cooperative => "Hợp tác xã",
    };
    format!("{kind} {} {hamlet}", chains::work(group.chains[0]))
}

fn days(random: &mut Random, from: NaiveDate, to: NaiveDate, count: usize) -> Vec<NaiveDate> {
    let mut days: Vec<_> = (0..count).map(|_| working_day(random, from, to)).collect();
    days.sort();
    days
}

fn begin(world: &mut World, random: &mut Random, founded: NaiveDate, tht: usize, names: &mut Names) -> usize {
    let (commune, chain, hamlet) = find_place(world, random, names);
    let mut chains = vec![chain];
    if random.chance(170) {
        chains.push(chains::choose(random, world.communes[commune].district));
        chains.dedup();
    }
    let forming_days = if random.chance(400) { 0 } else { random.between(5, 35) };
    world.add_group(Group {
        commune,
        hamlet,
        names_former: random.chance(600),
        chains,
        began_as: if random.chance(tht) { LegalForm::Tht } else { LegalForm::Cig },
        founded,
        active_from: Some(later(founded, forming_days)),
        converted: None,
        pause: None,
        ended: None,
        continues: None,
        size: (7 + random.below(5) + random.below(5) + random.below(6)),
    })
}

/// A commune with room, and a pair of chain and hamlet that no other group there has.
fn find_place(world: &World, random: &mut Random, names: &mut Names) -> (usize, &'static str, usize) {
    loop {
        let commune = random.below(world.communes.len());
        let place = &world.communes[commune];
        let name = (commune, chains::choose(random, place.district), random.below(place.hamlets.len()));
        if names.insert(name) {
            return name;
        }
    }
}

/// Some early groups end; the oldest cooperation groups of some years become cooperatives.
fn end_some_before(world: &mut World, random: &mut Random) {
    let mut early: Vec<_> =
        (0..world.groups.len()).filter(|group| world.groups[*group].founded < day(2020, 1, 1)).collect();
    random.shuffle(&mut early);
    for group in early.drain(..DISSOLVED.min(early.len())) {
        let from = later(world.groups[group].founded, 400);
        let on = working_day(random, from, later(FIGURES_ON, -60));
        world.groups[group].ended = Some((on, GroupStatus::Dissolved));
        world.groups[group].size = 7 + random.below(6);
    }
    early.retain(|group| world.groups[*group].began_as == LegalForm::Tht);
    for group in early.into_iter().take(UPGRADED) {
        let from = later(world.groups[group].founded, 500);
        let on = working_day(random, from, later(FIGURES_ON, -45));
        world.groups[group].size = world.groups[group].size.max(10);
        continue_as_cooperative(world, group, on);
    }
}

fn end_some_after(world: &mut World, random: &mut Random) {
    let mut living = undisturbed(world, day(2021, 12, 31));
    random.shuffle(&mut living);
    for group in living.drain(..DISSOLVED_LATER.min(living.len())) {
        let on = working_day(random, later(FIGURES_ON, 90), later(LAST_DAY, -60));
        world.groups[group].ended = Some((on, GroupStatus::Dissolved));
    }
    living.retain(|group| world.groups[*group].last_form() == LegalForm::Tht);
    living.sort_by_key(|group| std::cmp::Reverse(world.groups[*group].size));
    for (group, on) in living.into_iter().zip(UPGRADES_LATER) {
        world.groups[group].ended = Some((on, GroupStatus::Upgraded));
    }
}

fn convert(world: &mut World, random: &mut Random, count: usize, from: NaiveDate, to: NaiveDate) {
    let mut groups = undisturbed(world, later(to, -400));
    groups.retain(|group| world.groups[*group].began_as == LegalForm::Cig);
    random.shuffle(&mut groups);
    for group in groups.into_iter().take(count) {
        let from = from.max(later(world.groups[group].founded, 365));
        world.groups[group].converted = Some(working_day(random, from, to));
    }
}

fn pause(world: &mut World, random: &mut Random, from: NaiveDate, to: NaiveDate, count: usize) {
    let mut groups = undisturbed(world, later(from, -90));
    random.shuffle(&mut groups);
    for group in groups.into_iter().take(count) {
        let on = working_day(random, from, to);
        world.groups[group].pause = Some((on, Some(later(on, random.between(100, 240)))));
    }
}

fn pause_openly(world: &mut World, random: &mut Random, on: NaiveDate) {
    let mut groups = undisturbed(world, FIGURES_ON);
    random.shuffle(&mut groups);
    if let Some(group) = groups.first() {
        world.groups[*group].pause = Some((on, None));
    }
}

/// Groups founded until that day to which nothing has happened yet.
fn undisturbed(world: &World, founded_until: NaiveDate) -> Vec<usize> {
    let is_calm = |group: &Group| {
        group.founded <= founded_until
            && group.began_as != LegalForm::Cooperative
            && group.converted.is_none()
            && group.pause.is_none()
            && group.ended.is_none()
    };
    (0..world.groups.len()).filter(|group| is_calm(&world.groups[*group])).collect()
}
