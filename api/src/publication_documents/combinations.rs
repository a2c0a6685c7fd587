//! What the finest counts can be: places, categories and what facts add to, and which of their combinations there can be.

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::AreaId;

use super::atoms::Place;
use crate::{
    indicator_definitions::{messages::Dimension, queries::Measure},
    indicator_facts::Fact,
    indicator_tables::{
        messages::{CellKey, DIMENSIONS},
        queries::{Counted, Ground},
    },
};

/// What a key says besides places.
pub(super) fn words_of(key: &CellKey) -> impl Iterator<Item = (Dimension, &str)> {
    let is_place = |one: &Dimension| matches!(one, Dimension::Commune | Dimension::District);
    let all = DIMENSIONS.iter().map(|(_, one)| *one).filter(move |one| !is_place(one));
    all.filter_map(|one| key.of(one).map(|code| (one, code)))
}

/// Whether somebody can add to this: whose household is poor is among the poor, and nobody else.
pub(super) fn is_consistent(
    words: &[Dimension],
    own: &[String],
    adds: &BTreeSet<Measure>,
    measures: &BTreeSet<Measure>,
) -> bool {
    let Some((_, poverty)) = words.iter().zip(own).find(|(dimension, _)| **dimension == Dimension::Poverty)
    else {
        return true;
    };
    let agrees = |measure, is: bool| !measures.contains(&measure) || adds.contains(&measure) == is;
    agrees(Measure::Poor, ["poor", "near_poor"].contains(&poverty.as_str()))
        && agrees(Measure::Known, poverty != "unknown")
}

/// The categories of each dimension; nobody is unknown where nobody has to be.
pub(super) fn choices(facts: &[&[Fact]], words: &[Dimension], ground: &Ground<'_>) -> Vec<Vec<String>> {
    let runs: Vec<Counted<'_>> = facts.iter().map(|facts| Counted { year: None, facts }).collect();
    let of = |one: &Dimension| {
        let all = ground.categories(*one, &runs).categories;
        let facts = facts.iter().copied().flatten();
        let occurs: BTreeSet<&str> = facts.map(|fact| ground.category(fact, *one)).collect();
        let stays = |code: &String| code != "unknown" || occurs.contains(code.as_str());
        all.into_iter().map(|category| category.code).filter(stays).collect()
    };
    words.iter().map(of).collect()
}

/// Commune and district of each place on a map.
pub(super) fn codes(places: &[Place], ground: &Ground<'_>) -> Vec<[String; 2]> {
    let code = |place: &Place| {
        let fact = Fact { place: *place, ..Fact::default() };
        [Dimension::Commune, Dimension::District].map(|one| ground.category(&fact, one).to_owned())
    };
    places.iter().map(code).collect()
}

/// The places of each area.
pub(super) fn within(
    places: &[Place],
    areas: &BTreeSet<AreaId>,
    ground: &Ground<'_>,
) -> BTreeMap<AreaId, BTreeSet<Place>> {
    let lies_in = |area: AreaId, place: &Place| {
        let holds = |id| ground.maps.contains(area, id);
        let is_whole = ground.maps.province().is_some_and(|unit| unit.id == area);
        is_whole || place.is_none_or(|(id, former)| holds(id) || former.is_some_and(holds))
    };
    let of = |area: &AreaId| (*area, places.iter().copied().filter(|one| lies_in(*area, one)).collect());
    areas.iter().map(of).collect()
}

/// What a fact adds to.
pub(super) fn added(fact: &Fact) -> BTreeSet<Measure> {
    use Measure as M;
    let mut adds: BTreeSet<Measure> =
        fact.sums.iter().filter(|(_, sum)| **sum > 0).map(|(measure, _)| *measure).collect();
    adds.insert(M::All);
    if adds.contains(&M::CommuneCadreTrained) || adds.contains(&M::BranchCadreTrained) {
        adds.insert(M::Trained);
    }
    adds
}

/// How much: people of households and money are sums, everything else is counted.
pub(super) fn weight(fact: &Fact) -> i64 {
    let sum = |measure| fact.sums.get(&measure).copied();
    sum(Measure::Paid).or_else(|| sum(Measure::ServedSize)).or_else(|| sum(Measure::All)).unwrap_or_default()
}

/// Every combination.
pub(super) fn crossing(choices: &[Vec<String>]) -> Vec<Vec<String>> {
    choices.iter().fold(vec![Vec::new()], |keys, codes| {
        keys.iter()
            .flat_map(|key: &Vec<String>| {
                codes.iter().map(|code| [key.as_slice(), std::slice::from_ref(code)].concat())
            })
            .collect()
    })
}
