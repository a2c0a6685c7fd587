//! The rules of the demo province, computed anew from its rows.

mod figures;
mod groups;
mod people;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate};
use entity::area;
use entity::enums::AreaLevel;
use entity::ids::AreaId;
use uuid::Uuid;

use super::calendar::{NEW_MAP_ON, day};
use super::{Map, Province};

const OLD_MAP: &str = include_str!("../../../../../migration/data/admin_units_2022.csv");
const NEW_MAP: &str = include_str!("../../../../../migration/data/admin_units_2025.csv");
const SUCCESSORS: &str = include_str!("../../../../../migration/data/admin_unit_successors_2025.csv");

/// The province of the tests, on the real map.
pub static PROVINCE: LazyLock<Province> = LazyLock::new(|| Province::generate(2022, &map()));
pub static AREAS: LazyLock<BTreeMap<AreaId, area::Model>> =
    LazyLock::new(|| areas().into_iter().map(|area| (area.id, area)).collect());

type Interval = (NaiveDate, Option<NaiveDate>);

fn holds(on: NaiveDate, (from, until): Interval) -> bool {
    from <= on && until.is_none_or(|until| on < until)
}

/// Intervals of one thing: each ends after it begins and no later than the next begins.
fn assert_no_overlap<K: Ord + std::fmt::Debug>(rows: impl IntoIterator<Item = (K, Interval)>) {
    for (key, intervals) in by_key(rows) {
        assert!(intervals.iter().all(|(from, until)| until.is_none_or(|until| *from < until)), "{key:?}");
        for pair in intervals.windows(2) {
            assert!(pair[0].1.is_some_and(|until| until <= pair[1].0), "{key:?}");
        }
    }
}

/// Intervals of one thing follow each other without a gap. Gives the first and the last day of each.
fn assert_chained<K: Ord + std::fmt::Debug>(
    rows: impl IntoIterator<Item = (K, Interval)>,
) -> BTreeMap<K, Interval> {
    let mut whole = BTreeMap::new();
    for (key, intervals) in by_key(rows) {
        for pair in intervals.windows(2) {
            assert_eq!(pair[0].1, Some(pair[1].0), "{key:?}");
        }
        assert!(intervals.iter().all(|(from, until)| until.is_none_or(|until| *from < until)), "{key:?}");
        whole.insert(key, (intervals[0].0, intervals[intervals.len() - 1].1));
    }
    whole
}

fn by_key<K: Ord>(rows: impl IntoIterator<Item = (K, Interval)>) -> BTreeMap<K, Vec<Interval>> {
    let mut grouped: BTreeMap<K, Vec<Interval>> = BTreeMap::new();
    for (key, interval) in rows {
        grouped.entry(key).or_default().push(interval);
    }
    grouped.values_mut().for_each(|intervals| intervals.sort());
    grouped
}

/// The commune is valid on the day, and a former one is its predecessor.
fn assert_on_map(commune: AreaId, former: Option<AreaId>, on: NaiveDate) {
    let area = &AREAS[&commune];
    assert!(holds(on, (area.valid_from_on, area.valid_until_on)), "{} on {on}", area.name_vi);
    if let Some(former) = former {
        assert!(on >= NEW_MAP_ON && pairs().contains(&(former, commune)), "{} on {on}", area.name_vi);
    }
}

pub fn map() -> Map {
    Map::new(areas(), pairs())
}

fn pairs() -> BTreeSet<(AreaId, AreaId)> {
    let pairs = SUCCESSORS.lines().skip(1).filter_map(|line| line.split_once(','));
    pairs.map(|(old, new)| (id(old, false), id(new, true))).collect()
}

fn areas() -> Vec<area::Model> {
    let old = OLD_MAP.lines().skip(1).map(|line| area(line, false));
    let new = NEW_MAP.lines().skip(2).map(|line| area(line, true));
    old.chain(new).collect()
}

fn id(code: &str, is_new: bool) -> AreaId {
    let number: u128 = code.parse().unwrap();
    let is_new = is_new && code.len() == 5;
    AreaId(Uuid::from_u128(number * 1000 + code.len() as u128 * 10 + u128::from(is_new)))
}

fn area(line: &str, is_new: bool) -> area::Model {
    let cells: Vec<_> = line.split(',').collect();
    let (level, parent_id) = match cells[3] {
        "province" => (AreaLevel::Province, None),
        "district" => (AreaLevel::District, Some(id(cells[4], is_new))),
        _ => (AreaLevel::Commune, Some(id(cells[4], is_new))),
    };
    area::Model {
        id: id(cells[0], is_new),
        level,
        code: cells[0].to_owned(),
        name_vi: cells[1].to_owned(),
        name_en: cells[2].to_owned(),
        parent_id,
        valid_from_on: if is_new { NEW_MAP_ON } else { day(1900, 1, 1) },
        valid_until_on: (!is_new && level != AreaLevel::Province).then_some(NEW_MAP_ON),
        sort_key: String::new(),
        version: 1,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
    }
}

#[test]
fn the_same_seed_gives_the_same_province() {
    assert_eq!(format!("{:?}", Province::generate(2022, &map())), format!("{:?}", *PROVINCE));
    assert_ne!(Province::generate(2023, &map()).persons, PROVINCE.persons);
}

#[test]
fn a_map_without_the_project_districts_gives_nothing() {
    assert_eq!(Province::generate(2022, &Map::new(Vec::new(), [])), Province::default());
}

#[test]
fn rows_stand_in_the_order_of_their_ids() {
    macro_rules! assert_sorted {
        ($($table:ident),*) => {$(
            let ids: Vec<_> = PROVINCE.$table.iter().map(|row| row.id).collect();
            assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), stringify!($table));
            assert!(PROVINCE.$table.windows(2).all(|pair| pair[0].created_at <= pair[1].created_at));
        )*};
    }
    assert_sorted!(persons, consents, households, household_places, household_members, poverty_statuses);
    assert_sorted!(farmer_groups, group_periods, group_notices, memberships, group_offices);
    assert_sorted!(project_communes, indicator_targets);
}
