//! The yearly poverty reviews: which household was what, by which decision. Exactly 5,000 of the counted households
//! are poor or near-poor on the day of the published figures.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use entity::enums::{Poverty, PovertyStandard};
use entity::ids::AreaId;

use super::calendar::{FIGURES_ON, LAST_DAY, NEW_MAP_ON, day, later, working_day};
use super::plan::World;
use super::random::Random;

/// Counted households that are poor or near-poor on the day of the published figures.
pub const POOR: usize = 5_000;
/// How many of them are poor.
const STRICTLY_POOR: usize = 3_120;

/// A status of a household between two days.
pub struct Spell {
    /// Whose.
    pub household: usize,
    /// By which standard.
    pub standard: PovertyStandard,
    /// What was decided.
    pub status: Poverty,
    /// Number of the decision.
    pub decision_no: String,
    /// Its date.
    pub decided_on: NaiveDate,
    /// Commune that issued it.
    pub issuer: AreaId,
    /// First day.
    pub from: NaiveDate,
    /// First day it no longer holds.
    pub until: Option<NaiveDate>,
}

/// All statuses; those of a household follow each other without a gap.
pub fn spells(world: &World, registered: &[NaiveDate], seed: u64) -> Vec<Spell> {
    let random = &mut Random::of(seed, "poverty");
    let anchors = anchors(world, random);
    let mut decisions = BTreeMap::new();
    let mut spells = Vec::new();
    for (household, anchor) in anchors.into_iter().enumerate() {
        let registered = registered[household];
        let first = registered.year().min(LAST_DAY.year());
        let years = statuses(random, first, anchor);
        let mut own = with_extra_reviews(random, registered, years);
        own.dedup_by(|next, last| {
            next.1 == Poverty::Other && last.1 == Poverty::Other && !is_new_standard(next.0)
        });
        for (nth, (from, status)) in own.iter().enumerate() {
            let until = own.get(nth + 1).map(|next| next.0);
            spells.push(decide(world, seed, &mut decisions, household, (*from, until), *status));
        }
    }
    spells
}

/// The status of each household in 2022, or in its first year if that is later.
fn anchors(world: &World, random: &mut Random) -> Vec<Poverty> {
    let mut ranked: Vec<_> = (0..world.households.len())
        .filter(|household| world.households[*household].is_counted)
        .map(|household| {
            let hardship = world.communes[world.households[household].commune].hardship;
            (random.between(0, 100) - hardship, household)
        })
        .collect();
    ranked.sort();
    let mut anchors: Vec<_> = world.households.iter().map(|_| some_status(random)).collect();
    let mut poor: Vec<_> = ranked.iter().take(POOR).map(|(_, household)| *household).collect();
    random.shuffle(&mut poor);
    for (nth, household) in poor.into_iter().enumerate() {
        anchors[household] = if nth < STRICTLY_POOR { Poverty::Poor } else { Poverty::NearPoor };
    }
    for (_, household) in ranked.into_iter().skip(POOR) {
        anchors[household] = better_off(random);
    }
    anchors
}

fn some_status(random: &mut Random) -> Poverty {
    random.weighted(&[(Poverty::Poor, 34), (Poverty::NearPoor, 22), (Poverty::Other, 44)])
}

/// A status above near-poor.
fn better_off(random: &mut Random) -> Poverty {
    random.weighted(&[(Poverty::Other, 84), (Poverty::EscapedPoverty, 10), (Poverty::EscapedNearPoverty, 6)])
}

/// A status for each year from the first one to 2026, through that of 2022.
fn statuses(random: &mut Random, first: i32, anchor: Poverty) -> Vec<(i32, Poverty)> {
    let anchor_year = first.max(2022);
    let mut years = vec![(anchor_year, anchor)];
    let mut status = anchor;
    for year in (first..anchor_year).rev() {
        status = year_before(random, status);
        years.push((year, status));
    }
    years.reverse();
    status = anchor;
    for year in anchor_year + 1..=LAST_DAY.year() {
        status = year_after(random, status);
        years.push((year, status));
    }
    years
}

fn year_after(random: &mut Random, status: Poverty) -> Poverty {
    let [poor, near_poor, other] = match status {
        Poverty::Poor => [840, 950, 950],
        Poverty::NearPoor => [30, 860, 860],
        Poverty::EscapedPoverty | Poverty::EscapedNearPoverty => [10, 35, 1000],
        Poverty::Other => [4, 12, 1000],
    };
    match (random.below(1000), status) {
        (drawn, _) if drawn < poor => Poverty::Poor,
        (drawn, _) if drawn < near_poor => Poverty::NearPoor,
        (drawn, _) if drawn < other => Poverty::Other,
        (_, Poverty::NearPoor) => Poverty::EscapedNearPoverty,
        _ => Poverty::EscapedPoverty,
    }
}

fn year_before(random: &mut Random, status: Poverty) -> Poverty {
    let [poor, near_poor] = match status {
        Poverty::Poor => [800, 900],
        Poverty::NearPoor => [120, 800],
        Poverty::EscapedPoverty => [1000, 1000],
        Poverty::EscapedNearPoverty => [0, 1000],
        Poverty::Other => [0, 0],
    };
    match random.below(1000) {
        drawn if drawn < poor => Poverty::Poor,
        drawn if drawn < near_poor => Poverty::NearPoor,
        _ if status == Poverty::Other => better_off(random),
        _ => Poverty::Other,
    }
}

/// The days from which the statuses hold; some households are reviewed again within a year, for the worse.
fn with_extra_reviews(
    random: &mut Random,
    registered: NaiveDate,
    years: Vec<(i32, Poverty)>,
) -> Vec<(NaiveDate, Poverty)> {
    let mut days = Vec::new();
    for (year, status) in years {
        let new_year = day(year, 1, 1);
        let from = if registered >= NEW_MAP_ON { new_year.max(registered) } else { new_year };
        days.push((from, status));
        let extra = day(year, 3 + random.below(8) as u32, 1);
        let is_reviewed = status == Poverty::Other && random.chance(8);
        if is_reviewed && year != FIGURES_ON.year() && extra > from.max(registered) && extra <= LAST_DAY {
            days.push((extra, if random.chance(400) { Poverty::Poor } else { Poverty::NearPoor }));
        }
    }
    days
}

fn is_new_standard(from: NaiveDate) -> bool {
    from == day(2022, 1, 1)
}

fn standard_on(date: NaiveDate) -> PovertyStandard {
    if date < day(2022, 1, 1) { PovertyStandard::Y2016To2020 } else { PovertyStandard::Y2022To2025 }
}

/// The decision of the commune: one a year, of December before; else an extra one, shortly before.
fn decide(
    world: &World,
    seed: u64,
    decisions: &mut BTreeMap<(AreaId, NaiveDate), (String, NaiveDate)>,
    household: usize,
    (from, until): (NaiveDate, Option<NaiveDate>),
    status: Poverty,
) -> Spell {
    let (commune, _) = world.households[household].place_on(from);
    let commune = &world.communes[commune];
    let is_yearly = from.ordinal() == 1;
    let is_first_of_map = from == NEW_MAP_ON;
    let (issuer, code) = commune.on(if is_first_of_map { from } else { later(from, -1) });
    let (decision_no, decided_on) = decisions.entry((issuer, from)).or_insert_with(|| {
        let random = &mut Random::of(seed, &format!("decision {code} {from}"));
        let (numbers, days) = if is_yearly { ((190, 480), (8, 22)) } else { ((40, 300), (2, 9)) };
        let number = random.between(numbers.0, numbers.1);
        let decided_on = working_day(random, later(from, -days.1), later(from, -days.0));
        let earliest = if from >= NEW_MAP_ON { NEW_MAP_ON } else { NaiveDate::MIN };
        (format!("{number}/QĐ-UBND"), decided_on.max(earliest))
    });
    Spell {
        household,
        standard: standard_on(from),
        status,
        decision_no: decision_no.clone(),
        decided_on: *decided_on,
        issuer,
        from,
        until,
    }
}
