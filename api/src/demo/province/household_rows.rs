//! Rows about households: where they are, who lives in them and heads them, how poor they are.

use chrono::NaiveDate;
use entity::ids::{HouseholdId, HouseholdMemberId, HouseholdPlaceId, PovertyStatusId};
use entity::{household, household_member, household_place, poverty_status};

use super::clerk::{Clerk, in_order};
use super::people_rows::Entry;
use super::plan::{Household, Resident, World};
use super::poverty::spells;

/// Ids of all households, by position.
pub fn enter(registered: &[NaiveDate], seed: u64) -> Vec<(HouseholdId, chrono::DateTime<chrono::Utc>)> {
    let mut clerk = Clerk::of(seed, "household", 1);
    registered.iter().map(|on| clerk.enter(*on)).map(|(id, at)| (HouseholdId(id), at)).collect()
}

/// The household rows, with codes in the order in which they were registered.
pub fn households(
    world: &World,
    entries: &[(HouseholdId, chrono::DateTime<chrono::Utc>)],
    seed: u64,
) -> Vec<household::Model> {
    let random = &mut super::random::Random::of(seed, "household sizes");
    let sizes: Vec<_> = world
        .households
        .iter()
        .map(|household| {
            let drawn = random.weighted(&[(2, 8), (3, 18), (4, 32), (5, 22), (6, 13), (7, 5), (8, 2)]);
            drawn.max(household.residents.len() as i16)
        })
        .collect();
    let ids: Vec<_> = entries.iter().map(|(id, _)| *id).collect();
    let row = |(nth, position): (usize, usize)| household::Model {
        id: ids[position],
        code: format!("HO-{:06}", nth + 1),
        size: Some(sizes[position]),
        version: 1,
        created_at: entries[position].1,
        updated_at: entries[position].1,
        voided_at: None,
        void_reason: None,
    };
    in_order(&ids).into_iter().enumerate().map(row).collect()
}

/// Where each household was.
pub fn places(
    world: &World,
    registered: &[NaiveDate],
    ids: &[HouseholdId],
    seed: u64,
) -> Vec<household_place::Model> {
    let mut clerk = Clerk::of(seed, "household_place", 2);
    let mut rows = Vec::new();
    for (position, household) in world.households.iter().enumerate() {
        let moved_on = household.moved.map(|(on, _, _)| on);
        let stretches = [(Some(registered[position]), moved_on), (moved_on, None)];
        for (from, until_on) in stretches {
            let Some(from_on) = from else { continue };
            let (commune, hamlet) = household.place_on(from_on);
            let commune = &world.communes[commune];
            let (id, created_at) = clerk.enter(from_on);
            rows.push(household_place::Model {
                id: HouseholdPlaceId(id),
                household_id: ids[position],
                commune_id: commune.on(from_on).0,
                former_commune_id: commune.former_on(from_on, household.names_former),
                hamlet: Some(commune.hamlets[hamlet].name.clone()),
                from_on,
                until_on,
                created_at,
                voided_at: None,
                void_reason: None,
            });
        }
    }
    rows.sort_by_key(|row| row.id);
    rows
}

/// Who lived in each household and headed it.
pub fn members(
    world: &World,
    registered: &[NaiveDate],
    ids: &[HouseholdId],
    persons: &[Entry],
    seed: u64,
) -> Vec<household_member::Model> {
    let mut clerk = Clerk::of(seed, "household_member", 2);
    let mut rows = Vec::new();
    for (position, household) in world.households.iter().enumerate() {
        for resident in &household.residents {
            for (from_on, until_on, is_head) in stretches(household, resident, registered[position]) {
                let (id, created_at) = clerk.enter(from_on);
                rows.push(household_member::Model {
                    id: HouseholdMemberId(id),
                    household_id: ids[position],
                    person_id: persons[resident.person].0,
                    is_head,
                    from_on,
                    until_on,
                    created_at,
                    voided_at: None,
                    void_reason: None,
                });
            }
        }
    }
    rows.sort_by_key(|row| row.id);
    rows
}

/// A resident's time, cut where they begin or cease to head the household.
fn stretches(
    household: &Household,
    resident: &Resident,
    start: NaiveDate,
) -> Vec<(NaiveDate, Option<NaiveDate>, bool)> {
    let is_inside = |day: &NaiveDate| *day > start && resident.until.is_none_or(|until| *day < until);
    let mut days = vec![start];
    let mut is_head = vec![household.head_on(start) == resident.person];
    for day in household.heads.iter().map(|(from, _)| *from).filter(is_inside) {
        let heads_now = household.head_on(day) == resident.person;
        if is_head.last() != Some(&heads_now) {
            days.push(day);
            is_head.push(heads_now);
        }
    }
    let ends = days.iter().skip(1).copied().map(Some).chain([resident.until]);
    days.iter().zip(ends).zip(is_head).map(|((from, until), is_head)| (*from, until, is_head)).collect()
}

/// The poverty decisions.
pub fn poverty_statuses(
    world: &World,
    registered: &[NaiveDate],
    ids: &[HouseholdId],
    seed: u64,
) -> Vec<poverty_status::Model> {
    let mut clerk = Clerk::of(seed, "poverty_status", 2);
    let mut rows = Vec::new();
    for spell in spells(world, registered, seed) {
        let (id, created_at) = clerk.enter(spell.from.max(registered[spell.household]));
        rows.push(poverty_status::Model {
            id: PovertyStatusId(id),
            household_id: ids[spell.household],
            standard: spell.standard,
            status: spell.status,
            decision_no: spell.decision_no,
            decided_on: spell.decided_on,
            commune_id: spell.issuer,
            effective_from_on: spell.from,
            effective_until_on: spell.until,
            version: 1,
            created_at,
            updated_at: created_at,
            voided_at: None,
            void_reason: None,
        });
    }
    rows.sort_by_key(|row| row.id);
    rows
}
