//! What must be withheld: cells about few people, and so many others that nobody can derive those from sums, from the other
//! map, from shares or from earlier publications of the same days (conventions §14).

use std::collections::HashMap;

use disclosure::{Cell, Kind, suppress};
use entity::publication_cell;
use serde_json::json;

use super::{atoms::Atoms, tables::DraftedTable};
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
    key: CellKey,
    map: MapYear,
    value: i64,
    is_hidden: bool,
}

impl Earlier {
    /// A cell of a publication on a map; none of an indicator that there no longer is.
    ///
    /// # Errors
    /// When the key cannot be read.
    pub fn of(cell: &publication_cell::Model, map: MapYear) -> Result<Option<Self>, Error> {
        let Some(definition) = Definition::find(&cell.indicator) else { return Ok(None) };
        let key: CellKey = serde_json::from_str(&cell.key).map_err(Error::internal)?;
        let by = DIMENSIONS.iter().map(|(_, one)| *one).filter(|one| key.of(*one).is_some()).collect();
        let (family, value, is_hidden) = (Family::of(definition), cell.value, cell.is_suppressed);
        Ok(Some(Self { family, definition, by, key, map, value, is_hidden }))
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

/// Marks the cells of the tables of a family that are withheld.
///
/// # Errors
/// 409 `conditions_unmet` when no choice is safe.
pub fn protect(
    family: &Family,
    tables: &mut [DraftedTable],
    runs: &[(Option<i32>, std::sync::Arc<Vec<Fact>>)],
    earlier: &[&Earlier],
    (ground, threshold): (&Ground<'_>, i64),
) -> Result<(), Error> {
    if !family.is_protected() {
        return Ok(());
    }
    for (year, facts) in runs {
        let year = year.map(|year| year.to_string());
        let atoms = Atoms::of(facts, family.base, tables, earlier_dimensions(earlier), ground)
            .ok_or_else(|| too_fine(tables))?;
        let mut drafts: HashMap<Vec<u32>, Draft> = HashMap::new();
        let mut places: Vec<(usize, usize, Vec<u32>)> = Vec::new();
        for (n, table) in tables.iter().enumerate() {
            for (at, cell) in table.cells.iter().enumerate() {
                if cell.key.year != year {
                    continue;
                }
                let judge = Judge { atoms: &atoms, threshold, table: n, definition: table.definition };
                for (set, draft) in judge.judge(&cell.key, (ground, ground.map)) {
                    places.push((n, at, set.clone()));
                    join(&mut drafts, set, draft);
                }
            }
        }
        for one in earlier.iter().filter(|one| one.key.year == year) {
            let set = atoms.cell(&one.key, Atoms::value_of(one.definition), (ground, one.map));
            let is_same = atoms.sum(&set) == one.value;
            let kind = if one.is_hidden { Kind::Hidden } else { Kind::Fixed };
            if !set.is_empty() && (is_same || one.is_hidden) {
                let width = atoms.width(&set, threshold);
                let cost = atoms.sum(&set);
                join(&mut drafts, set, Draft { kind, is_total: false, width, cost, of_table: None });
            }
        }
        let hidden = decide(&atoms, &drafts, tables)?;
        for (n, at, set) in places {
            tables[n].cells[at].is_hidden |= hidden.get(&set).copied().unwrap_or_default();
        }
    }
    Ok(())
}

fn earlier_dimensions(earlier: &[&Earlier]) -> Vec<Dimension> {
    earlier.iter().flat_map(|one| one.by.iter().copied()).collect()
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

/// Judges one cell of a table.
struct Judge<'a> {
    atoms: &'a Atoms,
    threshold: i64,
    table: usize,
    definition: &'static Definition,
}

impl Judge<'_> {
    /// The sets of atoms that a cell tells: its value, and what that is a share of.
    fn judge(&self, key: &CellKey, place: (&Ground<'_>, MapYear)) -> Vec<(Vec<u32>, Draft)> {
        let value = self.atoms.cell(key, Atoms::value_of(self.definition), place);
        let whole = self.definition.of.map(|(of, _)| self.atoms.cell(key, Some(of), place));
        let is_total = DIMENSIONS.iter().all(|(name, one)| *name == "year" || key.of(*one).is_none());
        let (told, of) = (self.atoms.sum(&value), whole.as_ref().map(|set| self.atoms.sum(set)));
        let is_few = |count: i64| count < self.threshold;
        let is_sensitive = if self.atoms.is_money() {
            told != 0 && !self.atoms.has_many_givers(&value, FEWEST_GROUPS, LARGEST_PART)
        } else {
            is_few(told) || of.is_some_and(|of| is_few(of - told))
        };
        let draft = |set: Vec<u32>, is_sensitive: bool| {
            let kind = if is_sensitive { Kind::Sensitive } else { Kind::Open };
            let (width, cost) = (self.atoms.width(&set, self.threshold), self.atoms.sum(&set));
            (set, Draft { kind, is_total, width, cost, of_table: Some(self.table) })
        };
        let mut judged = vec![draft(value, is_sensitive)];
        judged.extend(whole.map(|set| {
            let is_sensitive = is_few(self.atoms.sum(&set));
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
