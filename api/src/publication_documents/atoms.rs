//! The finest counts behind the tables of a family: every place on both maps, every category of the other dimensions, and
//! what facts add to, crossed. An attacker knows none of them, but where there can be nobody, and that none is below zero.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::ids::{AreaId, GroupId};

use super::{
    combinations::{added, choices, codes, crossing, is_consistent, weight, within, words_of},
    families::Family,
};
use crate::{
    indicator_definitions::{messages::Dimension, queries::Measure},
    indicator_facts::Fact,
    indicator_tables::{messages::CellKey, queries::Ground},
    maps::MapYear,
};

/// Money is protected in thousands of đồng.
const THOUSAND: i64 = 1000;
/// The most atoms that can be protected in the time that a publication may take.
const MOST_ATOMS: usize = 30_000;

/// Where a fact lies, as it is kept.
pub(super) type Place = Option<(AreaId, Option<AreaId>)>;

/// What each group got; everything under no group where it is no money.
type Givers = BTreeMap<Option<GroupId>, i64>;

/// What a cell tells: what facts add to that count in it, and the map and the area of its publication.
#[derive(Clone)]
pub(super) struct Told<'a> {
    pub(super) key: &'a CellKey,
    pub(super) parts: BTreeSet<Measure>,
    pub(super) map: MapYear,
    pub(super) area: AreaId,
}

/// What cells are told by.
pub(super) struct Asked<'a> {
    pub(super) family: Family,
    pub(super) dimensions: &'a BTreeSet<Dimension>,
    pub(super) measures: &'a BTreeSet<Measure>,
    pub(super) areas: &'a BTreeSet<AreaId>,
}

/// The atoms of a cell.
pub(super) struct Set {
    pub(super) atoms: Vec<u32>,
    /// There could be somebody in it, but everybody knows that there is nobody.
    pub(super) is_empty_by_nature: bool,
}

/// All atoms with their true values.
pub(super) struct Atoms {
    words: Vec<Dimension>,
    has_places: bool,
    places: Vec<Place>,
    /// Commune and district of each place on both maps.
    codes: [Vec<[String; 2]>; 2],
    crossings: Vec<Vec<String>>,
    patterns: Vec<BTreeSet<Measure>>,
    /// The atom of each place, crossing and pattern, in this order; none where there can be nobody.
    grid: Vec<Option<u32>>,
    /// The places of each area that cells are about; the province has all.
    within: BTreeMap<AreaId, BTreeSet<Place>>,
    values: Vec<i64>,
    /// Of money, what each group got.
    givers: Vec<Givers>,
    is_money: bool,
}

impl Atoms {
    /// The atoms of facts, but for those where `nobody` can be; none when there would be too many.
    pub(super) fn of(
        facts: &[&[Fact]],
        asked: &Asked<'_>,
        nobody: &[Told<'_>],
        ground: &Ground<'_>,
    ) -> Option<Self> {
        let is_money = asked.family == Family::Money;
        let is_place = |one: &Dimension| matches!(one, Dimension::Commune | Dimension::District);
        let words: Vec<Dimension> = asked
            .dimensions
            .iter()
            .copied()
            .filter(|one| !is_place(one) && *one != Dimension::Year)
            .collect();
        let has_places = asked.areas.len() > 1 || asked.dimensions.iter().any(is_place);
        let (mut places, mut patterns) = (BTreeSet::new(), BTreeSet::new());
        let mut counts: HashMap<(Place, Vec<String>, BTreeSet<Measure>), Givers> = HashMap::new();
        for fact in facts.iter().copied().flatten() {
            let place = if has_places { fact.place } else { None };
            let own = words.iter().map(|one| ground.category(fact, *one).to_owned()).collect();
            let adds = if is_money { BTreeSet::new() } else { added(fact) };
            places.insert(place);
            patterns.insert(adds.clone());
            *counts.entry((place, own, adds)).or_default().entry(fact.group).or_default() += weight(fact);
        }
        let crossings = crossing(&choices(facts, &words, ground));
        if places.len() * crossings.len() * patterns.len() > MOST_ATOMS {
            return None;
        }
        let (places, patterns): (Vec<Place>, Vec<_>) =
            (places.into_iter().collect(), patterns.into_iter().collect());
        let codes = [MapYear::Of2022, MapYear::Of2025].map(|map| codes(&places, &Ground { map, ..*ground }));
        let within = within(&places, asked.areas, ground);
        let (grid, values, givers) = (Vec::new(), Vec::new(), Vec::new());
        let mut atoms = Self {
            words,
            has_places,
            places,
            codes,
            crossings,
            patterns,
            grid,
            within,
            values,
            givers,
            is_money,
        };
        atoms.fill(counts, asked.measures, nobody);
        Some(atoms)
    }

    /// Gives every combination that is possible its atom.
    fn fill(
        &mut self,
        mut counts: HashMap<(Place, Vec<String>, BTreeSet<Measure>), Givers>,
        measures: &BTreeSet<Measure>,
        nobody: &[Told<'_>],
    ) {
        let is_told = |told: &&Told<'_>| {
            let of_place =
                [Dimension::Commune, Dimension::District].iter().any(|one| told.key.of(*one).is_some());
            let by = |(dimension, _): &(Dimension, &str)| {
                *dimension == Dimension::Year || self.words.contains(dimension)
            };
            (self.has_places || !of_place) && words_of(told.key).all(|word| by(&word))
        };
        let empty: BTreeSet<usize> =
            nobody.iter().filter(is_told).flat_map(|told| self.combinations(told)).collect();
        let mut n = 0;
        for place in &self.places {
            for own in &self.crossings {
                for adds in &self.patterns {
                    let givers = counts.remove(&(*place, own.clone(), adds.clone())).unwrap_or_default();
                    let sum: i64 = givers.values().sum();
                    let is_possible = is_consistent(&self.words, own, adds, measures) && !empty.contains(&n);
                    let atom = (sum != 0 || is_possible)
                        .then(|| u32::try_from(self.values.len()).unwrap_or(u32::MAX));
                    n += 1;
                    self.grid.push(atom);
                    if atom.is_some() {
                        self.values.push(if self.is_money { sum.div_euclid(THOUSAND) } else { sum });
                        self.givers.push(if self.is_money { givers } else { Givers::new() });
                    }
                }
            }
        }
    }

    /// The true values.
    pub(super) fn values(&self) -> &[i64] {
        &self.values
    }

    /// Whether they are money.
    pub(super) const fn is_money(&self) -> bool {
        self.is_money
    }

    /// The combinations that a cell sums, by their place in the grid.
    fn combinations(&self, told: &Told<'_>) -> Vec<usize> {
        let [commune, district] = [Dimension::Commune, Dimension::District].map(|one| told.key.of(one));
        let codes = &self.codes[usize::from(told.map == MapYear::Of2025)];
        let within = self.within.get(&told.area);
        let is_there = |(place, [own, around]): &(&Place, &[String; 2])| {
            commune.is_none_or(|code| code == own)
                && district.is_none_or(|code| code == around)
                && within.is_none_or(|all| all.contains(place))
        };
        let is_alike = |own: &[String]| {
            let word = |(dimension, word): (&Dimension, &String)| {
                told.key.of(*dimension).is_none_or(|code| code == word)
            };
            self.words.iter().zip(own).all(word)
        };
        let counts = |adds: &BTreeSet<Measure>| self.is_money || told.parts.is_subset(adds);
        let numbers = |flags: Vec<bool>| (0..flags.len()).filter(|n| flags[*n]).collect::<Vec<_>>();
        let places = numbers(self.places.iter().zip(codes).map(|pair| is_there(&pair)).collect());
        let crossings = numbers(self.crossings.iter().map(|own| is_alike(own)).collect());
        let patterns = numbers(self.patterns.iter().map(counts).collect());
        let (wide, deep) = (self.crossings.len(), self.patterns.len());
        let mut found = Vec::with_capacity(places.len() * crossings.len() * patterns.len());
        for place in &places {
            for own in &crossings {
                found.extend(patterns.iter().map(|adds| (place * wide + own) * deep + adds));
            }
        }
        found
    }

    /// The atoms of a cell.
    pub(super) fn cell(&self, told: &Told<'_>) -> Set {
        let all = self.combinations(told);
        let atoms: Vec<u32> = all.iter().filter_map(|n| self.grid.get(*n).copied().flatten()).collect();
        Set { is_empty_by_nature: atoms.is_empty() && !all.is_empty(), atoms }
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

    /// Whether nobody got any of a sum, or many groups share it and none has most of it.
    pub(super) fn has_many_givers(&self, set: &[u32], fewest: usize, largest: i64) -> bool {
        let mut shares = Givers::new();
        for n in set {
            let givers = self.givers.get(*n as usize).into_iter().flatten();
            givers.for_each(|(group, sum)| *shares.entry(*group).or_default() += sum);
        }
        shares.retain(|_, sum| *sum != 0);
        if shares.is_empty() {
            return true;
        }
        let (all, most): (i64, i64) =
            (shares.values().sum(), shares.values().copied().max().unwrap_or_default());
        shares.len() >= fewest && i128::from(most) * 100 <= i128::from(all) * i128::from(largest)
    }
}
