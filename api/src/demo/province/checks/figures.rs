//! The published figures.

use std::collections::{BTreeMap, BTreeSet};

use entity::enums::{AreaLevel, ExitReason, GroupStatus, LegalForm, Poverty, Sex};
use entity::ids::{GroupId, HouseholdId, PersonId};
use entity::membership;

use super::*;
use crate::demo::province::calendar::{FIGURES_ON, LAST_DAY};

fn communes() -> BTreeSet<AreaId> {
    PROVINCE.project_communes.iter().map(|row| row.area_id).collect()
}

/// Groups that began as common interest or cooperation groups and are active or upgraded on that day.
fn counted(province: &Province, on: NaiveDate) -> BTreeSet<GroupId> {
    let cooperatives: BTreeSet<_> = province
        .farmer_groups
        .iter()
        .filter(|group| group.began_as == LegalForm::Cooperative)
        .map(|group| group.id)
        .collect();
    let periods = province.group_periods.iter().filter(|row| holds(on, (row.from_on, row.until_on)));
    periods
        .filter(|row| matches!(row.status, GroupStatus::Active | GroupStatus::Upgraded))
        .map(|row| row.group_id)
        .filter(|id| !cooperatives.contains(id))
        .collect()
}

/// The groups whose memberships count: for an upgraded one those of the cooperative.
fn with_cooperatives(province: &Province, groups: &BTreeSet<GroupId>) -> BTreeSet<GroupId> {
    let is_counted = |id: &GroupId| groups.contains(id);
    let continued = province.farmer_groups.iter().filter(|row| row.upgraded_from_id.iter().any(is_counted));
    groups.iter().copied().chain(continued.map(|row| row.id)).collect()
}

/// The households of these people on that day, once for each of them.
fn homes(province: &Province, persons: &BTreeSet<PersonId>, on: NaiveDate) -> Vec<HouseholdId> {
    let rows = province.household_members.iter().filter(|row| holds(on, (row.from_on, row.until_on)));
    rows.filter(|row| persons.contains(&row.person_id)).map(|row| row.household_id).collect()
}

fn current(province: &Province, on: NaiveDate) -> Vec<&membership::Model> {
    province.memberships.iter().filter(|row| holds(on, (row.from_on, row.until_on))).collect()
}

fn assert_figures(province: &Province) {
    let groups = counted(province, FIGURES_ON);
    assert_eq!(groups.len(), 584);
    let counting = with_cooperatives(province, &groups);
    let current = current(province, FIGURES_ON);
    assert_eq!(current.len(), 7_914);
    assert!(current.iter().all(|row| counting.contains(&row.group_id)));
    let persons: BTreeSet<_> = current.iter().map(|row| row.person_id).collect();
    assert_eq!(persons.len(), 7_914);
    let homes = homes(province, &persons, FIGURES_ON);
    assert_eq!(homes.len(), 7_914);
    let homes: BTreeSet<_> = homes.into_iter().collect();
    assert_eq!(homes.len(), 7_914);
    let poor = province.poverty_statuses.iter().filter(|row| {
        holds(FIGURES_ON, (row.effective_from_on, row.effective_until_on))
            && homes.contains(&row.household_id)
            && matches!(row.status, Poverty::Poor | Poverty::NearPoor)
    });
    assert_eq!(poor.count(), 5_000);
}

#[test]
fn the_figures_of_june_2022_hold_exactly_whatever_the_seed() {
    assert_figures(&PROVINCE);
    for seed in [0, 1, u64::MAX] {
        assert_figures(&Province::generate(seed, &map()));
    }
}

#[test]
fn thirty_communes_of_the_three_districts_take_part() {
    let communes = communes();
    assert_eq!(communes.len(), 30);
    let districts: BTreeMap<_, usize> = communes.iter().fold(BTreeMap::new(), |mut districts, id| {
        let parent = AREAS[id].parent_id.map(|parent| AREAS[&parent].code.clone());
        *districts.entry(parent.unwrap_or_default()).or_default() += 1;
        districts
    });
    assert_eq!(districts.into_iter().collect::<Vec<_>>(), [("045", 13), ("052", 9), ("053", 8)].map(own));
}

fn own((code, count): (&str, usize)) -> (String, usize) {
    (code.to_owned(), count)
}

#[test]
fn both_maps_and_not_assigned_records_occur() {
    let late: Vec<_> = PROVINCE.group_periods.iter().filter(|row| row.from_on >= NEW_MAP_ON).collect();
    assert!(late.iter().any(|row| row.former_commune_id.is_some()));
    assert!(late.iter().any(|row| row.former_commune_id.is_none()));
    let late: Vec<_> = PROVINCE.household_places.iter().filter(|row| row.from_on >= NEW_MAP_ON).collect();
    assert!(late.iter().any(|row| row.former_commune_id.is_some()));
    assert!(late.iter().any(|row| row.former_commune_id.is_none()));
}

#[test]
fn the_history_is_as_rich_as_promised() {
    let upgraded = |on: NaiveDate| {
        PROVINCE
            .group_periods
            .iter()
            .filter(|row| row.status == GroupStatus::Upgraded && row.from_on <= on)
            .count()
    };
    assert!((12..=16).contains(&upgraded(FIGURES_ON)));
    assert!(upgraded(LAST_DAY) < 20);
    assert_eq!(conversions(), 30);
    let dissolved = PROVINCE.group_periods.iter().filter(|row| row.status == GroupStatus::Dissolved);
    assert_eq!(dissolved.filter(|row| row.from_on <= FIGURES_ON).count(), 15);
    let suspended = PROVINCE.group_periods.iter().filter(|row| row.status == GroupStatus::Suspended);
    assert!((4..=7).contains(&suspended.count()));
    let reasons: BTreeSet<_> =
        PROVINCE.memberships.iter().filter_map(|row| row.exit_reason).map(|reason| reason as u8).collect();
    assert_eq!(reasons.len(), ExitReason::GroupUpgraded as usize + 1);
    assert!((10_000..=12_000).contains(&PROVINCE.persons.len()), "{}", PROVINCE.persons.len());
    assert!((620..=660).contains(&counted(&PROVINCE, LAST_DAY).len()));
    let forms = |form| {
        PROVINCE.group_periods.iter().filter(move |row| row.until_on.is_none() && row.legal_form == form)
    };
    let (tht, cig) = (forms(LegalForm::Tht).count(), forms(LegalForm::Cig).count());
    assert!((57..=64).contains(&(100 * tht / (tht + cig))), "{tht} and {cig}");
    let women = PROVINCE.persons.iter().filter(|row| row.sex == Sex::Female).count();
    assert!(women * 100 / PROVINCE.persons.len() > 40);
    assert_eq!(PROVINCE.group_value_chains.iter().map(|row| &row.chain).collect::<BTreeSet<_>>().len(), 13);
}

fn conversions() -> usize {
    let is_converted = |row: &&entity::group_period::Model| {
        row.legal_form == LegalForm::Cig
            && PROVINCE.group_periods.iter().any(|next| {
                next.group_id == row.group_id
                    && Some(next.from_on) == row.until_on
                    && next.legal_form == LegalForm::Tht
            })
    };
    PROVINCE.group_periods.iter().filter(is_converted).count()
}

#[test]
fn on_other_days_people_are_in_two_groups_and_households_send_several() {
    for on in [day(2021, 6, 30), day(2024, 6, 30), day(2026, 6, 30)] {
        let current = current(&PROVINCE, on);
        let persons: BTreeSet<_> = current.iter().map(|row| row.person_id).collect();
        assert!(persons.len() < current.len(), "{on}");
        let homes: BTreeSet<_> = homes(&PROVINCE, &persons, on).into_iter().collect();
        assert!(homes.len() < persons.len(), "{on}");
    }
}

#[test]
fn the_targets_are_those_of_the_province() {
    let targets: Vec<_> =
        PROVINCE.indicator_targets.iter().map(|row| (&*row.code, row.year, row.value)).collect();
    assert!(targets.contains(&("G1", 2024, 800)) && targets.contains(&("G6", 2024, 20)));
    let level = |row: &entity::indicator_target::Model| AREAS[&row.area_id].level;
    assert!(PROVINCE.indicator_targets.iter().all(|row| level(row) == AreaLevel::Province));
}
