//! Folding facts into cells.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::{
    enums::{AreaLevel, LegalForm, Sex},
    ids::AreaId,
};

use super::messages::{Categories, CellKey};
use crate::{
    breakdowns::messages::Label,
    indicator_definitions::{
        messages::Dimension,
        queries::{Counting, Definition},
    },
    indicator_facts::{Ages, Fact},
    maps::{MapYear, Maps, Unit},
};

/// The parts of one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The value.
    pub value: i64,
    /// What it is a share of, if it is one.
    pub denominator: Option<i64>,
}

/// The facts of the whole period (no year), or of one calendar year of it.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// The year.
    pub year: Option<i32>,
    /// Its facts.
    pub facts: &'a [Fact],
}

/// The map on which places are told, and the units that the tables are about.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// Both maps.
    pub maps: &'a Maps,
    /// The one asked for.
    pub map: MapYear,
    /// The units.
    pub within: &'a [AreaId],
    /// All value chains, by code.
    pub chains: &'a BTreeMap<String, Label>,
    /// Between which ages somebody is young.
    pub young: Ages,
}

/// Of a place that no map knows.
pub const UNKNOWN: &str = "unknown";
/// Of a commune of 2025 of which the commune of 2022 is not known.
pub const NOT_ASSIGNED: &str = "not_assigned";

impl Ground<'_> {
    /// The category of a fact in a dimension.
    #[must_use]
    pub fn category<'f>(&'f self, fact: &'f Fact, dimension: Dimension) -> &'f str {
        match dimension {
            Dimension::Commune => self.place(fact).map_or_else(|word| word, |unit| &unit.code),
            Dimension::District => {
                let district = |unit: &'f Unit| unit.parent_id.and_then(|id| self.maps.unit(id));
                let found = self.place(fact).map(district);
                found.map_or_else(|word| word, |unit| unit.map_or(NOT_ASSIGNED, |unit| &unit.code))
            }
            _ => fact.words.get(&dimension).map_or(UNKNOWN, String::as_str),
        }
    }

    /// The commune that answers for a fact, or why there is none.
    fn place(&self, fact: &Fact) -> Result<&Unit, &'static str> {
        let (commune, former) = fact.place.ok_or(UNKNOWN)?;
        let unit = self.maps.commune_on(self.map, commune, former).and_then(|id| self.maps.unit(id));
        unit.ok_or(NOT_ASSIGNED)
    }

    /// All categories of a dimension: those that are always there, and those that occur in facts.
    #[must_use]
    pub fn categories(&self, dimension: Dimension, counted: &[Counted<'_>]) -> Categories {
        let mut all = match dimension {
            Dimension::Commune => self.units(AreaLevel::Commune),
            Dimension::District => self.units(AreaLevel::District),
            Dimension::Year => counted.iter().filter_map(|run| run.year).map(year).collect(),
            _ => standing(dimension, self.young),
        };
        if dimension != Dimension::Year {
            let facts = counted.iter().flat_map(|run| run.facts);
            let found: BTreeSet<&str> = facts.map(|fact| self.category(fact, dimension)).collect();
            let missing = |code: &&str| all.iter().all(|category| category.code != **code);
            let others: Vec<Label> =
                found.into_iter().filter(missing).map(|code| self.named(dimension, code)).collect();
            all.extend(others);
            let is_rest = |category: &Label| [NOT_ASSIGNED, UNKNOWN].contains(&category.code.as_str());
            if matches!(dimension, Dimension::Commune | Dimension::District | Dimension::ValueChain) {
                all.sort_by(|a, b| (is_rest(a), &a.code).cmp(&(is_rest(b), &b.code)));
            }
        }
        Categories { dimension, categories: all }
    }

    fn units(&self, level: AreaLevel) -> Vec<Label> {
        self.maps.units_within(self.map, level, self.within).into_iter().map(Label::from).collect()
    }

    fn named(&self, dimension: Dimension, code: &str) -> Label {
        match (dimension, code) {
            (_, NOT_ASSIGNED) => Label::not_assigned(),
            (_, UNKNOWN) => Label::unknown(),
            (Dimension::ValueChain, code) => {
                self.chains.get(code).cloned().unwrap_or_else(|| Label::fixed(code, code, code))
            }
            (_, code) => {
                let level =
                    if dimension == Dimension::District { AreaLevel::District } else { AreaLevel::Commune };
                let unit = self.maps.with_code(self.map, level, code);
                unit.map_or_else(|| Label::fixed(code, code, code), Label::from)
            }
        }
    }
}

fn year(year: i32) -> Label {
    let code = year.to_string();
    Label::fixed(&code, &code, &code)
}

/// The categories that are there whether anything is counted under them or not.
fn standing(dimension: Dimension, young: Ages) -> Vec<Label> {
    let words = |[one, other]: [(&str, &str, &str); 2]| {
        let named = |(code, vi, en)| Label::fixed(code, vi, en);
        vec![named(one), named(other), Label::unknown()]
    };
    match dimension {
        Dimension::Sex => [Sex::Male, Sex::Female, Sex::Unknown].map(Label::from).into(),
        Dimension::LegalForm => {
            [LegalForm::Cig, LegalForm::Tht, LegalForm::Cooperative].map(Label::from).into()
        }
        Dimension::Young => {
            let Ages { youngest, eldest } = young;
            let vi = format!("Thanh niên ({youngest}–{eldest} tuổi)");
            let en = format!("Young ({youngest} to {eldest})");
            words([("young", &vi, &en), ("not_young", "Tuổi khác", "Other ages")])
        }
        Dimension::Indigenous => words([
            ("indigenous", "Dân tộc thiểu số", "Indigenous"),
            ("not_indigenous", "Dân tộc khác", "Not indigenous"),
        ]),
        Dimension::Poverty => {
            let poor = Label::fixed("poor", "Hộ nghèo", "Poor household");
            let others = words([
                ("near_poor", "Hộ cận nghèo", "Near-poor household"),
                ("not_poor", "Hộ khác", "Other household"),
            ]);
            std::iter::once(poor).chain(others).collect()
        }
        Dimension::Commune | Dimension::District | Dimension::ValueChain | Dimension::Year => Vec::new(),
    }
}

/// All cells of an indicator: the total, then the categories of the first dimension, and so on; each with the sums over the
/// dimensions that follow.
#[must_use]
pub fn cells(
    definition: &Definition,
    ground: &Ground<'_>,
    categories: &[Categories],
    counted: &[Counted<'_>],
) -> Vec<(CellKey, Parts)> {
    let Counting::Facts(_, measure) = definition.counting else { return Vec::new() };
    let mut sums: HashMap<Vec<Option<&str>>, Parts> = HashMap::new();
    let years: Vec<Option<String>> =
        counted.iter().map(|run| run.year.map(|year| year.to_string())).collect();
    for (run, year) in counted.iter().zip(&years) {
        for fact in run.facts {
            let value = fact.sums.get(&measure).copied().unwrap_or_default();
            let whole = definition.of.map(|(of, _)| fact.sums.get(&of).copied().unwrap_or_default());
            let own: Vec<(bool, &str)> = categories
                .iter()
                .map(|all| match all.dimension {
                    Dimension::Year => (true, year.as_deref().unwrap_or_default()),
                    dimension => (false, ground.category(fact, dimension)),
                })
                .collect();
            for key in sums_over(&own, year.is_some()) {
                let parts = sums.entry(key).or_default();
                parts.value += value;
                parts.denominator = whole.map(|whole| parts.denominator.unwrap_or_default() + whole);
            }
        }
    }
    let nothing = Parts { value: 0, denominator: definition.of.map(|_| 0) };
    product(categories)
        .into_iter()
        .map(|key| {
            let parts = sums.get(&key).copied().unwrap_or(nothing);
            let named = categories.iter().zip(&key).map(|(all, code)| (all.dimension, *code));
            (CellKey::new(named), parts)
        })
        .collect()
}

/// The keys of every cell that a fact counts in: its own, and those of the sums over some dimensions. A year is never summed
/// over, because what is distinct in each of several years is not in all of them.
fn sums_over<'a>(own: &[(bool, &'a str)], of_year: bool) -> Vec<Vec<Option<&'a str>>> {
    let mut keys = vec![Vec::new()];
    for (is_year, code) in own {
        let choices = match (is_year, of_year) {
            (true, true) => vec![Some(*code)],
            (true, false) => vec![None],
            (false, _) => vec![None, Some(*code)],
        };
        keys = keys
            .iter()
            .flat_map(|key: &Vec<Option<&str>>| {
                choices.iter().map(|choice| [key.as_slice(), &[*choice]].concat())
            })
            .collect();
    }
    keys
}

/// Every combination of categories and sums.
fn product(categories: &[Categories]) -> Vec<Vec<Option<&str>>> {
    let mut keys = vec![Vec::new()];
    for all in categories {
        let codes = || all.categories.iter().map(|category| Some(category.code.as_str()));
        keys = keys
            .iter()
            .flat_map(|key: &Vec<Option<&str>>| {
                std::iter::once(None).chain(codes()).map(|code| [key.as_slice(), &[code]].concat())
            })
            .collect();
    }
    keys
}
