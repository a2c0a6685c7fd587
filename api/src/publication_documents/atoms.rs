//! The finest counts behind the tables of a family: every place on both maps, every category of the other dimensions, and
//! what facts add to, crossed. An attacker knows none of them, and that none is below zero.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::ids::{AreaId, GroupId};

use crate::{
    indicator_definitions::{
        messages::Dimension,
        queries::{Base, Counting, Definition, Measure},
    },
    indicator_facts::Fact,
    indicator_tables::{
        messages::CellKey,
        queries::{Counted, Ground},
    },
    maps::MapYear,
};

/// Money is protected in thousands of đồng.
const THOUSAND: i64 = 1000;
/// The most atoms that can be protected in the time that a publication may take.
const MOST_ATOMS: usize = 30_000;

/// Where a fact lies, as it is kept.
type Place = Option<(AreaId, Option<AreaId>)>;

/// What each group got; everything under no group where it is no money.
type Givers = BTreeMap<Option<GroupId>, i64>;

/// One atom.
struct Atom {
    place: Place,
    words: BTreeMap<Dimension, String>,
    adds: BTreeSet<Measure>,
}

/// A cell of a publication: what it counts, and the map and the area of the publication.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) key: &'a CellKey,
    pub(super) measure: Option<Measure>,
    pub(super) map: MapYear,
    pub(super) area: AreaId,
}

/// All atoms with their true values.
pub(super) struct Atoms {
    atoms: Vec<Atom>,
    /// The places of each area that cells are about; the province has all.
    within: BTreeMap<AreaId, BTreeSet<Place>>,
    values: Vec<i64>,
    /// Of money, what each group got.
    givers: Vec<Givers>,
    is_money: bool,
}

impl Atoms {
    /// The atoms of facts, for tables by some dimensions about some areas; none when there would be too many.
    pub(super) fn of(
        facts: &[Fact],
        base: Base,
        dimensions: &BTreeSet<Dimension>,
        areas: &BTreeSet<AreaId>,
        ground: &Ground<'_>,
    ) -> Option<Self> {
        let is_money = base == Base::Payments;
        let is_place = |one: &Dimension| matches!(one, Dimension::Commune | Dimension::District);
        let words: Vec<Dimension> =
            dimensions.iter().copied().filter(|one| !is_place(one) && *one != Dimension::Year).collect();
        let has_places = areas.len() > 1 || dimensions.iter().any(is_place);
        let (mut places, mut patterns) = (BTreeSet::new(), BTreeSet::new());
        let mut counts: HashMap<(Place, Vec<String>, BTreeSet<Measure>), Givers> = HashMap::new();
        for fact in facts {
            let place = if has_places { fact.place } else { None };
            let own = words.iter().map(|one| ground.category(fact, *one).to_owned()).collect();
            let adds = if is_money { BTreeSet::new() } else { added(fact) };
            places.insert(place);
            patterns.insert(adds.clone());
            *counts.entry((place, own, adds)).or_default().entry(fact.group).or_default() += weight(fact);
        }
        let run = [Counted { year: None, facts }];
        let choices: Vec<Vec<String>> = words
            .iter()
            .map(|one| {
                let all = ground.categories(*one, &run).categories;
                let occurs: BTreeSet<&str> = facts.iter().map(|fact| ground.category(fact, *one)).collect();
                let stays = |code: &String| code != "unknown" || occurs.contains(code.as_str());
                all.into_iter().map(|category| category.code).filter(stays).collect()
            })
            .collect();
        let crossed: usize = choices.iter().map(Vec::len).product();
        if places.len() * crossed * patterns.len() > MOST_ATOMS {
            return None;
        }
        let lies_in = |area: AreaId, place: &Place| {
            let holds = |id| ground.maps.contains(area, id);
            let is_whole = ground.maps.province().is_some_and(|unit| unit.id == area);
            is_whole || place.is_none_or(|(id, former)| holds(id) || former.is_some_and(holds))
        };
        let of = |area: &AreaId| (*area, places.iter().copied().filter(|one| lies_in(*area, one)).collect());
        let within = areas.iter().map(of).collect();
        let (values, givers) = (Vec::new(), Vec::new());
        let mut atoms = Self { atoms: Vec::new(), within, values, givers, is_money };
        for place in &places {
            for own in crossing(&choices) {
                for adds in &patterns {
                    let givers = counts.remove(&(*place, own.clone(), adds.clone())).unwrap_or_default();
                    let sum: i64 = givers.values().sum();
                    let named = words.iter().copied().zip(own.clone()).collect();
                    atoms.atoms.push(Atom { place: *place, words: named, adds: adds.clone() });
                    atoms.values.push(if is_money { sum.div_euclid(THOUSAND) } else { sum });
                    atoms.givers.push(if is_money { givers } else { Givers::new() });
                }
            }
        }
        Some(atoms)
    }

    /// The true values.
    pub(super) fn values(&self) -> &[i64] {
        &self.values
    }

    /// Whether they are money.
    pub(super) const fn is_money(&self) -> bool {
        self.is_money
    }

    /// What an indicator counts; none where everything counts.
    pub(super) fn value_of(definition: &Definition) -> Option<Measure> {
        let Counting::Facts(_, measure) = definition.counting else { return None };
        Some(measure)
    }

    /// The atoms of a cell.
    pub(super) fn cell(&self, told: Told<'_>, ground: &Ground<'_>) -> Vec<u32> {
        let on_map = Ground { map: told.map, ..*ground };
        let is_in = |atom: &Atom| {
            let place = Fact { place: atom.place, ..Fact::default() };
            let lies = |dimension| {
                told.key.of(dimension).is_none_or(|code| on_map.category(&place, dimension) == code)
            };
            let is_alike = |(dimension, word): (&Dimension, &String)| {
                told.key.of(*dimension).is_none_or(|code| code == word)
            };
            let adds = told.measure.is_none_or(|one| self.is_money || atom.adds.contains(&one));
            let is_within = self.within.get(&told.area).is_none_or(|places| places.contains(&atom.place));
            adds && is_within
                && atom.words.iter().all(is_alike)
                && lies(Dimension::Commune)
                && lies(Dimension::District)
        };
        (0..).zip(&self.atoms).filter(|(_, atom)| is_in(atom)).map(|(n, _)| n).collect()
    }

    /// What some atoms add up to.
    pub(super) fn sum(&self, set: &[u32]) -> i64 {
        set.iter().filter_map(|n| self.values.get(*n as usize)).sum()
    }

    /// Whether some atoms still make the number that was once told of them.
    pub(super) fn is_worth(&self, set: &[u32], told: i64) -> bool {
        let given = set.iter().filter_map(|n| self.givers.get(*n as usize)).flat_map(BTreeMap::values);
        told == if self.is_money { given.sum() } else { self.sum(set) }
    }

    /// How wide the interval of a hidden cell must be: the threshold, or a fifth of a sum of money.
    pub(super) fn width(&self, set: &[u32], threshold: i64) -> i64 {
        if self.is_money { (self.sum(set) / 5).max(1) } else { threshold }
    }

    /// Whether many groups share a sum, and none has most of it.
    pub(super) fn has_many_givers(&self, set: &[u32], fewest: usize, largest: i64) -> bool {
        let mut shares = Givers::new();
        for n in set {
            let givers = self.givers.get(*n as usize).into_iter().flatten();
            givers.for_each(|(group, sum)| *shares.entry(*group).or_default() += sum);
        }
        shares.retain(|_, sum| *sum != 0);
        let (all, most): (i64, i64) =
            (shares.values().sum(), shares.values().copied().max().unwrap_or_default());
        shares.len() >= fewest && i128::from(most) * 100 <= i128::from(all) * i128::from(largest)
    }
}

/// What a fact adds to.
fn added(fact: &Fact) -> BTreeSet<Measure> {
    let mut adds: BTreeSet<Measure> =
        fact.sums.iter().filter(|(_, sum)| **sum > 0).map(|(measure, _)| *measure).collect();
    adds.insert(Measure::All);
    adds
}

/// How much: people of households and money are sums, everything else is counted.
fn weight(fact: &Fact) -> i64 {
    let sum = |measure| fact.sums.get(&measure).copied();
    sum(Measure::Paid).or_else(|| sum(Measure::ServedSize)).or_else(|| sum(Measure::All)).unwrap_or_default()
}

/// Every combination.
fn crossing(choices: &[Vec<String>]) -> Vec<Vec<String>> {
    choices.iter().fold(vec![Vec::new()], |keys, codes| {
        keys.iter()
            .flat_map(|key: &Vec<String>| {
                codes.iter().map(|code| [key.as_slice(), std::slice::from_ref(code)].concat())
            })
            .collect()
    })
}
