//! Rows about people: who they are and what is known of them.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use entity::enums::{DocumentKind, Sex};
use entity::ids::PersonId;
use entity::person;

use super::IdentityFacts;
use super::calendar::NEW_MAP_ON;
use super::clerk::Clerk;
use super::plan::{Person, World};
use super::random::Random;
use crate::values::person_sort_key;

/// A registered person: id and when.
pub type Entry = (PersonId, DateTime<Utc>, NaiveDate);

/// Ids of all persons, by position, registered with their first household.
pub fn enter(world: &World, registered: &[NaiveDate], seed: u64) -> Vec<Entry> {
    let mut first = vec![NaiveDate::MAX; world.persons.len()];
    for (household, on) in world.households.iter().zip(registered) {
        for resident in &household.residents {
            first[resident.person] = first[resident.person].min(*on);
        }
    }
    let mut clerk = Clerk::of(seed, "person", 0);
    first.into_iter().map(|on| (clerk.enter(on), on)).map(|((id, at), on)| (PersonId(id), at, on)).collect()
}

/// The person rows.
pub fn persons(world: &World, entries: &[Entry], seed: u64) -> Vec<person::Model> {
    let random = &mut Random::of(seed, "person details");
    let row = |(them, (id, at, _)): (&Person, &Entry)| person::Model {
        id: *id,
        full_name: them.name.clone(),
        sex: them.sex,
        birth_year: Some(them.birth.year() as i16),
        ethnic_code: (!random.chance(6)).then(|| them.people.code().to_owned()),
        has_disability: (!random.chance(120)).then(|| random.chance(28)),
        sort_key: person_sort_key(&them.name),
        erased_at: None,
        version: 1,
        created_at: *at,
        updated_at: *at,
        voided_at: None,
        void_reason: None,
    };
    let mut rows: Vec<_> = world.persons.iter().zip(entries).map(row).collect();
    rows.sort_by_key(|row| row.id);
    rows
}

/// What is kept encrypted about each person.
pub fn identities(world: &World, entries: &[Entry], seed: u64) -> Vec<IdentityFacts> {
    let random = &mut Random::of(seed, "identities");
    let mut taken = BTreeSet::new();
    let mut facts = Vec::new();
    for (them, (id, at, on)) in world.persons.iter().zip(entries) {
        let (document_kind, number) = document(random, them, &mut taken);
        facts.push(IdentityFacts {
            person_id: *id,
            document_kind,
            number,
            phone: random.chance(780).then(|| format!("+842060{:06}", random.below(1_000_000))),
            birth_on: random.chance(900).then_some(them.birth),
            address: Some(address(world, them, *on)),
            created_at: *at,
        });
    }
    facts.sort_by_key(|facts| facts.person_id);
    facts
}

/// A number nobody has: no province has the code 003.
fn document(
    random: &mut Random,
    them: &Person,
    taken: &mut BTreeSet<String>,
) -> (DocumentKind, Option<String>) {
    let drawn = random.below(100);
    if drawn == 0 {
        return (DocumentKind::None, None);
    }
    let is_legacy = drawn <= 3 && them.birth.year() < 1975;
    let year = them.birth.year();
    let century = (year / 100 - 19) * 2 + i32::from(them.sex == Sex::Female);
    loop {
        let serial = random.below(1_000_000);
        let (kind, number) = match is_legacy {
            true => (DocumentKind::Cmnd9, format!("003{serial:06}")),
            false => (DocumentKind::Cccd12, format!("003{century}{:02}{serial:06}", year % 100)),
        };
        if taken.insert(number.clone()) {
            return (kind, Some(number));
        }
    }
}

fn address(world: &World, them: &Person, on: NaiveDate) -> String {
    let (commune, hamlet) = world.households[them.household].place_on(on);
    let commune = &world.communes[commune];
    let unit = if on < NEW_MAP_ON { &commune.old_address } else { &commune.new_address };
    format!("xóm {}, {unit}", commune.hamlets[hamlet].name)
}
