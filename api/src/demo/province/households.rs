//! Households and who lives in them. Most are known by one or two people; their size says how many there are.

use chrono::NaiveDate;
use entity::enums::{ExitReason, Sex};

use super::calendar::{birthday, later};
use super::names::{self, People};
use super::plan::{Household, Person, Resident, World};
use super::random::Random;

const AGES: [((i64, i64), usize); 5] =
    [((18, 24), 9), ((25, 34), 28), ((35, 44), 30), ((45, 54), 21), ((55, 67), 12)];

/// Registers a household near that hamlet through somebody who is of working age on that day.
/// Returns this person.
pub fn settle(world: &mut World, random: &mut Random, commune: usize, hamlet: usize, on: NaiveDate) -> usize {
    let hamlet = world.communes[commune].hamlet_near(random, hamlet);
    let ages = random.weighted(&AGES);
    let people = world.communes[commune].people(random, hamlet);
    let sex = if random.chance(515) { Sex::Female } else { Sex::Male };
    let household = found(world, random, commune, hamlet);
    let family = names::family(random, people);
    let birth = birth(random, on, ages);
    let person = admit(world, random, somebody(sex, birth, people, family, household));
    world.households[household].heads.push((NaiveDate::MIN, person));
    let has_companion = random.chance(if sex == Sex::Female { 510 } else { 50 });
    if has_companion {
        let companion = add_companion(world, random, person, on);
        if world.persons[companion].sex == Sex::Male {
            world.households[household].heads = vec![(NaiveDate::MIN, companion)];
        }
    }
    person
}

/// Adds the spouse of a person to the household, or a parent of somebody still young on that day.
pub fn add_companion(world: &mut World, random: &mut Random, person: usize, on: NaiveDate) -> usize {
    let (sex, birth, people, family, household) = {
        let person = &world.persons[person];
        (person.sex, person.birth, person.people, person.family, person.household)
    };
    if on < birthday(birth, 21) {
        let birth = later(birth, -random.between(20 * 365, 32 * 365));
        return admit(world, random, somebody(Sex::Male, birth, people, family, household));
    }
    let sex = if sex == Sex::Female { Sex::Male } else { Sex::Female };
    let people = if random.chance(850) { people } else { neighbour(world, random, household) };
    let family = names::family(random, people);
    let birth = later(birth, random.between(-5 * 365, 3 * 365)).min(later(on, -20 * 366));
    admit(world, random, somebody(sex, birth, people, family, household))
}

/// A grown child leaves its parents' household on that day and heads one of its own. Returns the child.
pub fn split_off(world: &mut World, random: &mut Random, parents: usize, on: NaiveDate) -> usize {
    let (commune, hamlet) = world.households[parents].place_on(on);
    let head = world.households[parents].heads[0].1;
    let (people, family) = (world.persons[head].people, world.persons[head].family);
    let sex = if random.chance(400) { Sex::Female } else { Sex::Male };
    let birth = birth(random, on, (20, 26));
    let household = found(world, random, commune, hamlet);
    world.households[household].founded = Some(on);
    let child = admit(world, random, somebody(sex, birth, people, family, parents));
    if let Some(resident) = world.households[parents].residents.last_mut() {
        resident.until = Some(on);
    }
    world.persons[child].household = household;
    let home = &mut world.households[household];
    home.residents.push(Resident { person: child, until: None });
    home.heads.push((NaiveDate::MIN, child));
    child
}

/// Ends a membership for a reason of the person's own, with what follows for the household.
pub fn depart(world: &mut World, random: &mut Random, stay: usize, on: NaiveDate) {
    let person = world.stays[stay].person;
    let reason = random.weighted(&[
        (ExitReason::Voluntary, 58),
        (ExitReason::Excluded, 8),
        (ExitReason::Deceased, 16),
        (ExitReason::MovedAway, 18),
    ]);
    world.leave(stay, on, reason);
    let is_last = world.stays_of_person(person).all(|other| other.until.is_some_and(|until| until <= on));
    match reason {
        ExitReason::Deceased if is_last => bury(world, random, person, on),
        ExitReason::MovedAway if is_last && is_alone(world, person) => move_away(world, random, person, on),
        ExitReason::Deceased | ExitReason::MovedAway => world.leave(stay, on, ExitReason::Voluntary),
        _ => {}
    }
}

/// Somebody else of the household heads it from that day.
pub fn change_head(world: &mut World, household: usize, on: NaiveDate) {
    let old = world.households[household].head_on(on);
    let is_heir = |resident: &&Resident| resident.person != old && resident.until.is_none();
    let heir = world.households[household].residents.iter().find(is_heir).map(|resident| resident.person);
    if let Some(heir) = heir {
        world.households[household].heads.push((on, heir));
    }
}

fn bury(world: &mut World, random: &mut Random, person: usize, on: NaiveDate) {
    let household = world.persons[person].household;
    if is_alone(world, person) {
        let registered = world.registered_on(household);
        add_companion(world, random, person, registered);
    }
    if world.households[household].head_on(on) == person {
        change_head(world, household, on);
    }
    for resident in &mut world.households[household].residents {
        if resident.person == person {
            resident.until = Some(on);
        }
    }
    world.persons[person].is_gone = true;
}

fn move_away(world: &mut World, random: &mut Random, person: usize, on: NaiveDate) {
    let commune = random.below(world.communes.len());
    let hamlet = random.below(world.communes[commune].hamlets.len());
    let household = world.persons[person].household;
    world.households[household].moved = Some((on, commune, hamlet));
    world.persons[person].is_gone = true;
}

fn is_alone(world: &World, person: usize) -> bool {
    let residents = &world.households[world.persons[person].household].residents;
    residents.iter().all(|resident| resident.person == person || resident.until.is_some())
}

/// The people of somebody else in the commune.
fn neighbour(world: &World, random: &mut Random, household: usize) -> People {
    let commune = &world.communes[world.households[household].commune];
    let hamlet = random.below(commune.hamlets.len());
    commune.people(random, hamlet)
}

fn found(world: &mut World, random: &mut Random, commune: usize, hamlet: usize) -> usize {
    world.households.push(Household {
        commune,
        hamlet,
        names_former: random.chance(600),
        residents: Vec::new(),
        heads: Vec::new(),
        moved: None,
        founded: None,
        is_counted: false,
    });
    world.households.len() - 1
}

/// Names a person and puts them into their household.
fn admit(world: &mut World, random: &mut Random, mut person: Person) -> usize {
    let household = person.household;
    person.name = names::full_name(random, person.people, person.family, person.sex);
    let person = world.add_person(person);
    world.households[household].residents.push(Resident { person, until: None });
    person
}

fn somebody(sex: Sex, birth: NaiveDate, people: People, family: &'static str, household: usize) -> Person {
    Person { sex, birth, people, family, name: String::new(), household, is_gone: false }
}

/// A birth date of somebody who is so many years old on that day.
fn birth(random: &mut Random, on: NaiveDate, (youngest, oldest): (i64, i64)) -> NaiveDate {
    later(on, -random.between(youngest * 366, oldest * 366))
}
