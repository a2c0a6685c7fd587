//! Rules over persons and households.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use entity::enums::{ConsentPurpose, DocumentKind, Poverty, PovertyStandard, Sex};
use entity::ids::{HouseholdId, PersonId};
use entity::{consent, person};

use super::*;
use crate::demo::province::calendar::birthday;

fn persons() -> BTreeMap<PersonId, &'static person::Model> {
    PROVINCE.persons.iter().map(|row| (row.id, row)).collect()
}

fn first_days() -> BTreeMap<HouseholdId, NaiveDate> {
    PROVINCE.household_places.iter().rev().map(|row| (row.household_id, row.from_on)).collect()
}

#[test]
fn each_person_has_one_identity_that_belongs_to_nobody() {
    let persons = persons();
    let mut numbers = BTreeSet::new();
    assert!(
        PROVINCE.identities.iter().map(|row| row.person_id).eq(PROVINCE.persons.iter().map(|row| row.id))
    );
    for facts in &PROVINCE.identities {
        let person = persons[&facts.person_id];
        let year = person.birth_year.unwrap();
        assert!(facts.birth_on.is_none_or(|birth| birth.year() == i32::from(year)));
        assert!(facts.phone.as_deref().is_none_or(|phone| phone.starts_with("+842060") && phone.len() == 13));
        let Some(number) = &facts.number else {
            assert_eq!(facts.document_kind, DocumentKind::None);
            continue;
        };
        assert!(numbers.insert(number) && number.starts_with("003"));
        if facts.document_kind == DocumentKind::Cccd12 {
            let century = (year / 100 - 19) * 2 + i16::from(person.sex == Sex::Female);
            assert_eq!(number[3..6], format!("{century}{:02}", year % 100));
            assert_eq!(number.len(), 12);
        } else {
            assert_eq!(number.len(), 9);
        }
    }
}

#[test]
fn members_are_grown_up_and_live_in_a_household() {
    let births: BTreeMap<_, _> =
        PROVINCE.identities.iter().map(|row| (row.person_id, row.birth_on)).collect();
    let persons = persons();
    for row in &PROVINCE.memberships {
        match births[&row.person_id] {
            Some(birth) => assert!(birthday(birth, 16) <= row.from_on),
            None => assert!(persons[&row.person_id].birth_year.unwrap() as i32 + 16 <= row.from_on.year()),
        }
    }
    let homes =
        by_key(PROVINCE.household_members.iter().map(|row| (row.person_id, (row.from_on, row.until_on))));
    for row in &PROVINCE.memberships {
        assert!(homes[&row.person_id].iter().any(|home| holds(row.from_on, *home)));
    }
    assert_eq!(homes.len(), PROVINCE.persons.len());
}

#[test]
fn each_household_has_a_place_and_one_head_on_any_day() {
    let places = PROVINCE.household_places.iter().map(|row| (row.household_id, (row.from_on, row.until_on)));
    let places = assert_chained(places);
    let heads = PROVINCE.household_members.iter().filter(|row| row.is_head);
    assert_eq!(places, assert_chained(heads.map(|row| (row.household_id, (row.from_on, row.until_on)))));
    assert_eq!(places.len(), PROVINCE.households.len());
    assert!(places.values().all(|(_, until)| until.is_none()));
    for row in &PROVINCE.household_places {
        assert_on_map(row.commune_id, row.former_commune_id, row.from_on);
    }
    assert!(PROVINCE.household_places.len() > places.len() + 10);
}

#[test]
fn a_person_lives_in_one_household_at_a_time() {
    let rows = PROVINCE.household_members.iter();
    assert_no_overlap(rows.map(|row| (row.person_id, (row.from_on, row.until_on))));
    let homes: BTreeSet<_> =
        PROVINCE.household_members.iter().map(|row| (row.person_id, row.household_id)).collect();
    assert!(homes.len() > PROVINCE.persons.len(), "some found a household of their own");
    let first_days = first_days();
    assert!(PROVINCE.household_members.iter().all(|row| row.from_on >= first_days[&row.household_id]));
}

#[test]
fn poverty_statuses_follow_each_other() {
    let interval = |row: &entity::poverty_status::Model| (row.effective_from_on, row.effective_until_on);
    let whole = assert_chained(PROVINCE.poverty_statuses.iter().map(|row| (row.household_id, interval(row))));
    let first_days = first_days();
    assert_eq!(whole.len(), PROVINCE.households.len());
    for (household, (from, until)) in whole {
        assert!(from <= first_days[&household] && until.is_none());
    }
    for row in &PROVINCE.poverty_statuses {
        let is_old = row.effective_from_on.year() < 2022;
        assert_eq!(row.standard == PovertyStandard::Y2016To2020, is_old);
        assert!(row.decided_on <= row.effective_from_on && row.decision_no.ends_with("/QĐ-UBND"));
        assert_on_map(row.commune_id, None, row.decided_on);
        let is_listed = matches!(row.status, Poverty::Poor | Poverty::NearPoor);
        let until = row.effective_until_on.unwrap_or(day(2027, 1, 1));
        assert!(!is_listed || until <= day(row.effective_from_on.year() + 1, 1, 1));
    }
}

fn grounds(purpose: ConsentPurpose) -> BTreeMap<PersonId, &'static consent::Model> {
    let rows: Vec<_> = PROVINCE.consents.iter().filter(|row| row.purpose == purpose).collect();
    let by_person: BTreeMap<_, _> = rows.iter().map(|row| (row.person_id, *row)).collect();
    assert_eq!(by_person.len(), rows.len(), "one ground for each purpose");
    by_person
}

#[test]
fn each_person_has_a_ground_from_the_day_of_joining() {
    let consents = grounds(ConsentPurpose::Membership);
    assert_eq!(consents.len(), PROVINCE.persons.len());
    for row in &PROVINCE.memberships {
        assert!(consents[&row.person_id].given_at.date_naive() <= row.from_on);
    }
}

#[test]
fn what_is_sensitive_was_agreed_to_by_whoever_stated_it() {
    let consents = grounds(ConsentPurpose::SensitiveData);
    for row in &PROVINCE.persons {
        let has_stated = row.ethnic_code.is_some() || row.has_disability.is_some();
        assert_eq!(consents.get(&row.id).is_some_and(|row| row.withdrawn_at.is_none()), has_stated);
    }
}

#[test]
fn some_members_agreed_to_more_and_some_took_it_back() {
    let members: BTreeSet<_> = PROVINCE.memberships.iter().map(|row| row.person_id).collect();
    let share = |purpose| {
        let consents = grounds(purpose);
        assert!(consents.keys().all(|person| members.contains(person)));
        consents.len() * 100 / members.len()
    };
    let purposes = [ConsentPurpose::Training, ConsentPurpose::Grants, ConsentPurpose::Contracts];
    let [training, grants, contracts] = purposes.map(share);
    assert!((65..75).contains(&training) && (40..50).contains(&grants) && (10..20).contains(&contracts));
    let withdrawn: Vec<_> = PROVINCE.consents.iter().filter(|row| row.withdrawn_at.is_some()).collect();
    assert!(withdrawn.len() > 10 && withdrawn.iter().all(|row| row.withdrawn_at > Some(row.given_at)));
}
