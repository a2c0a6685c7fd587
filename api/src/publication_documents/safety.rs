//! What must be withheld: cells about few people, and so many others that nobody can derive those from sums, from the other
//! map, from shares or from earlier publications of the same days (conventions §14).

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use disclosure::{Cell, Kind, suppress};
use entity::{ids::AreaId, publication, publication_cell};
use serde_json::json;

use super::{
    atoms::{Atoms, Told},
    tables::DraftedTable,
};
use crate::{
    error::{Code, Error, Text},
    indicator_definitions::{
        messages::Dimension,
        queries::{Base, Counting, Definition, Measure},
    },
    indicator_facts::Fact,
    indicator_tables::{
        messages::{CellKey, DIMENSIONS},
        queries::Ground,
    },
    maps::MapYear,
    publications::messages::map_of,
};

/// Fewer groups than this may not share a sum of money.
const FEWEST_GROUPS: usize = 3;
/// A group with more than this part of a sum could be told from it, in percent.
const LARGEST_PART: i64 = 80;
/// Money is protected in thousands of đồng.
const THOUSAND: i64 = 1000;

/// Tables about the same facts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Family {
    /// The facts.
    pub base: Base,
    /// Facts that are not those of others of their base, or a sum that is no count.
    apart: Option<Measure>,
}

impl Family {
    /// The family of an indicator.
    #[must_use]
    pub fn of(definition: &Definition) -> Self {
        let Counting::Facts(base, measure) = definition.counting else {
            return Self { base: Base::Groups, apart: None };
        };
        let is_apart = base == Base::Cadres || measure == Measure::ServedSize;
        Self { base, apart: is_apart.then_some(measure) }
    }

    /// Whether small numbers of it betray somebody.
    fn is_protected(&self) -> bool {
        !matches!(self.base, Base::Groups | Base::Communes)
    }
}

/// A cell of an earlier publication of the same days.
#[derive(Debug)]
pub struct Earlier {
    /// Its family.
    pub family: Family,
    /// The indicator.
    pub definition: &'static Definition,
    /// The dimensions of its key.
    pub by: Vec<Dimension>,
    /// The area of its publication.
    pub area: AreaId,
    key: CellKey,
    map: MapYear,
    value: i64,
    denominator: Option<i64>,
    is_hidden: bool,
}

impl Earlier {
    /// A cell of a publication; none of an indicator that there no longer is.
    ///
    /// # Errors
    /// When the key cannot be read.
    pub fn of(cell: publication_cell::Model, of: &publication::Model) -> Result<Option<Self>, Error> {
        let Some(definition) = Definition::find(&cell.indicator) else { return Ok(None) };
        let key: CellKey = serde_json::from_str(&cell.key).map_err(Error::internal)?;
        Ok(Some(Self {
            family: Family::of(definition),
            definition,
            by: DIMENSIONS.iter().map(|(_, one)| *one).filter(|one| key.of(*one).is_some()).collect(),
            area: of.area_id,
            key,
            map: map_of(of),
            value: cell.value,
            denominator: cell.denominator,
            is_hidden: cell.is_suppressed,
        }))
    }

    /// What it told, with the number that it gave for it.
    fn told(&self) -> impl Iterator<Item = (Told<'_>, i64)> {
        let told = |measure| Told { key: &self.key, measure, map: self.map, area: self.area };
        let whole = self.definition.of.zip(self.denominator);
        let value = (told(Atoms::value_of(self.definition)), self.value);
        std::iter::once(value).chain(whole.map(|((of, _), number)| (told(Some(of)), number)))
    }
}

/// One set of atoms, however many cells consist of them.
struct Draft {
    kind: Kind,
    /// Totals of the area are always told.
    is_total: bool,
    width: i64,
    cost: i64,
    of_table: Option<usize>,
}

/// Where and how tables are protected.
#[derive(Clone, Copy, Debug)]
pub struct Guard<'a> {
    /// Both maps, and the one of the publication.
    pub ground: &'a Ground<'a>,
    /// The area of the publication.
    pub area: AreaId,
    /// The totals are those of the province, which are always told.
    pub is_whole: bool,
    /// Below how many people a cell is withheld.
    pub threshold: i64,
}

/// Marks the cells of the tables of a family that are withheld. The facts are those of every area that a cell is about.
///
/// # Errors
/// 409 `conditions_unmet` when no choice is safe.
pub fn protect(
    family: &Family,
    tables: &mut [DraftedTable],
    runs: &[(Option<i32>, Arc<Vec<Fact>>)],
    earlier: &[&Earlier],
    guard: Guard<'_>,
) -> Result<(), Error> {
    if !family.is_protected() {
        return Ok(());
    }
    let mut dimensions: BTreeSet<Dimension> = tables.iter().flat_map(DraftedTable::by).collect();
    dimensions.extend(earlier.iter().flat_map(|one| one.by.iter().copied()));
    let areas = earlier.iter().map(|one| one.area).chain([guard.area]).collect();
    for (year, facts) in runs {
        let year = year.map(|year| year.to_string());
        let atoms = Atoms::of(facts, family.base, &dimensions, &areas, guard.ground)
            .ok_or_else(|| too_fine(tables))?;
        let mut drafts: HashMap<Vec<u32>, Draft> = HashMap::new();
        let mut places: Vec<(usize, usize, Vec<u32>)> = Vec::new();
        for (n, table) in tables.iter().enumerate() {
            let judge = Judge::of(&atoms, (n, table), guard, year.as_deref());
            for (at, cell) in table.cells.iter().enumerate().filter(|(_, cell)| cell.key.year == year) {
                for (set, draft) in judge.judge(&cell.key) {
                    places.push((n, at, set.clone()));
                    join(&mut drafts, set, draft);
                }
            }
        }
        for one in earlier.iter().filter(|one| one.key.year == year) {
            for (told, number) in one.told() {
                let set = atoms.cell(told, guard.ground);
                let kind = if one.is_hidden { Kind::Hidden } else { Kind::Fixed };
                if one.is_hidden || atoms.is_worth(&set, number) {
                    let (width, cost) = (atoms.width(&set, guard.threshold), atoms.sum(&set));
                    join(&mut drafts, set, Draft { kind, is_total: false, width, cost, of_table: None });
                }
            }
        }
        let hidden = decide(&atoms, &drafts, tables)?;
        for (n, at, set) in places {
            tables[n].cells[at].is_hidden |= hidden.get(&set).copied().unwrap_or_default();
        }
    }
    Ok(())
}

/// Joins what is known of a set of atoms: totals are told, what was told once stays told, what was withheld stays withheld.
fn join(drafts: &mut HashMap<Vec<u32>, Draft>, set: Vec<u32>, new: Draft) {
    if set.is_empty() {
        return;
    }
    let rank = |draft: &Draft| match (draft.is_total, draft.kind) {
        (true, _) => 4,
        (false, Kind::Fixed) => 3,
        (false, Kind::Hidden) => 2,
        (false, Kind::Sensitive) => 1,
        (false, Kind::Open) => 0,
    };
    match drafts.get_mut(&set) {
        Some(known) => {
            known.width = known.width.max(new.width);
            known.of_table = known.of_table.or(new.of_table);
            if rank(&new) > rank(known) {
                (known.kind, known.is_total) = (new.kind, new.is_total);
            }
        }
        None => {
            drafts.insert(set, new);
        }
    }
}

/// Chooses, in an order that depends on nothing but the atoms.
fn decide(
    atoms: &Atoms,
    drafts: &HashMap<Vec<u32>, Draft>,
    tables: &[DraftedTable],
) -> Result<HashMap<Vec<u32>, bool>, Error> {
    let mut sets: Vec<&Vec<u32>> = drafts.keys().collect();
    sets.sort();
    let cells: Vec<Cell> = sets
        .iter()
        .filter_map(|set| drafts.get(*set).map(|draft| (set, draft)))
        .map(|(set, draft)| Cell {
            atoms: (*set).clone(),
            kind: if draft.is_total { Kind::Fixed } else { draft.kind },
            width: draft.width,
            cost: draft.cost,
        })
        .collect();
    match suppress(atoms.values(), &cells) {
        Ok(hidden) => Ok(sets.into_iter().cloned().zip(hidden).collect()),
        Err(refusal) => {
            let cell = match refusal {
                disclosure::Refusal::Unprotectable { cell }
                | disclosure::Refusal::Contradiction { hidden: cell, .. } => Some(cell),
                _ => None,
            };
            let table = cell.and_then(|cell| drafts.get(sets[cell])).and_then(|draft| draft.of_table);
            Err(unsafe_in(table.and_then(|n| tables.get(n)).or_else(|| tables.first())))
        }
    }
}

fn too_fine(tables: &[DraftedTable]) -> Error {
    unsafe_in(tables.iter().max_by_key(|table| table.cells.len()))
}

/// The refusal, naming the table and its finest dimension.
fn unsafe_in(table: Option<&DraftedTable>) -> Error {
    let finest = table.and_then(|table| table.categories.iter().max_by_key(|all| all.categories.len()));
    Error::Conflict {
        code: Code::ConditionsUnmet,
        detail: Some(Text::new(
            "Không thể che số liệu nhỏ một cách an toàn; hãy gộp chiều được nêu hoặc bỏ bảng này.",
            "Small numbers cannot be withheld safely: coarsen the dimension that is named, or leave out the table.",
        )),
        members: json!({
            "indicator": table.map(|table| table.definition.code),
            "dimension": finest.map(|all| all.dimension),
        }),
    }
}

/// Judges the cells of one table.
struct Judge<'a> {
    atoms: &'a Atoms,
    guard: Guard<'a>,
    table: usize,
    definition: &'static Definition,
    /// The value of the whole table, and what that is a share of.
    value: i64,
    whole: i64,
}

impl<'a> Judge<'a> {
    fn of(
        atoms: &'a Atoms,
        (n, table): (usize, &DraftedTable),
        guard: Guard<'a>,
        year: Option<&str>,
    ) -> Self {
        let judge = Self { atoms, guard, table: n, definition: table.definition, value: 0, whole: 0 };
        let (value, whole) = judge.sets(&CellKey::new([(Dimension::Year, year)]));
        let sum = |set: &Vec<u32>| atoms.sum(set);
        Self { value: sum(&value), whole: whole.as_ref().map_or(0, sum), ..judge }
    }

    /// The atoms of the value of a cell, and of what it is a share of.
    fn sets(&self, key: &CellKey) -> (Vec<u32>, Option<Vec<u32>>) {
        let Guard { ground, area, .. } = self.guard;
        let set = |measure| self.atoms.cell(Told { key, measure, map: ground.map, area }, ground);
        (set(Atoms::value_of(self.definition)), self.definition.of.map(|(of, _)| set(Some(of))))
    }

    /// What a cell tells, each with what may become of it. Few people are sensitive, and none where there are some elsewhere;
    /// of a share so are the few who are not among them.
    fn judge(&self, key: &CellKey) -> Vec<(Vec<u32>, Draft)> {
        let (value, whole) = self.sets(key);
        let is_all = DIMENSIONS.iter().all(|(_, one)| *one == Dimension::Year || key.of(*one).is_none());
        let (told, of) = (self.atoms.sum(&value), whole.as_ref().map(|set| self.atoms.sum(set)));
        let is_few = |count: i64, of_all: i64| of_all > 0 && count < self.guard.threshold;
        let is_sensitive = if self.atoms.is_money() {
            told != 0 && !self.atoms.has_many_givers(&value, FEWEST_GROUPS, LARGEST_PART)
        } else {
            is_few(told, self.value) || of.is_some_and(|of| is_few(of - told, self.whole - self.value))
        };
        let draft = |set: Vec<u32>, is_sensitive: bool| {
            let kind = if is_sensitive { Kind::Sensitive } else { Kind::Open };
            let (width, cost) = (self.atoms.width(&set, self.guard.threshold), self.atoms.sum(&set));
            let is_total = is_all && self.guard.is_whole;
            (set, Draft { kind, is_total, width, cost, of_table: Some(self.table) })
        };
        let mut judged = vec![draft(value, is_sensitive)];
        judged.extend(whole.map(|set| {
            let is_sensitive = is_few(self.atoms.sum(&set), self.whole);
            draft(set, is_sensitive)
        }));
        judged
    }
}

/// Money in the unit in which it is protected.
#[must_use]
pub(super) const fn in_thousands(vnd: i64) -> i64 {
    vnd.div_euclid(THOUSAND)
}
