//! What must be withheld: cells about few people, and so many others that nobody can derive those from sums, from the other
//! map, from shares, from what else is told of the same people, or from earlier publications (conventions §14).

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use disclosure::{Cell, Kind, suppress};
use entity::ids::AreaId;
use serde_json::json;

use super::{
    atoms::{Asked, Atoms},
    earlier::{Earlier, without_groups},
    families::{Family, measures},
    judging::{Draft, Guard, Judge},
    tables::DraftedTable,
};
use crate::{
    error::{Code, Error, Text},
    indicator_definitions::{
        messages::Dimension,
        queries::{Definition, Measure},
    },
    indicator_facts::Fact,
};

/// The most cells that can be protected together in the time that a publication may take.
const MOST_CELLS: usize = 30_000;

/// What must be known of the facts of a family to protect its tables, earlier ones among them.
#[derive(Debug)]
pub(super) struct Needs {
    /// By what they are told apart.
    pub(super) dimensions: BTreeSet<Dimension>,
    /// What is summed.
    pub(super) measures: BTreeSet<Measure>,
    /// The areas that cells are about.
    pub(super) areas: BTreeSet<AreaId>,
    /// The facts, of each source of the family.
    pub(super) facts: Vec<Arc<Vec<Fact>>>,
}

impl Needs {
    /// Those of the family, for tables of some area; none where nothing has to be protected.
    pub(super) fn of<'a>(
        family: Family,
        tables: impl Iterator<Item = (&'a Definition, &'a [Dimension])>,
        earlier: &'a [Earlier],
        area: AreaId,
    ) -> Option<Self> {
        let (own, others): (Vec<_>, Vec<_>) = tables.partition(|(one, _)| Family::of(one) == Some(family));
        let before = || earlier.iter().filter(|one| one.family == family);
        // Where tables tell that there is no group, earlier ones must not have hidden that there is no member.
        let tells_of_groups = others.iter().any(|(one, _)| Family::of(one) == Some(Family::Groups));
        let is_touched = family == Family::Members && tells_of_groups && before().next().is_some();
        if !family.is_protected() || (own.is_empty() && !is_touched) {
            return None;
        }
        let by = own.iter().flat_map(|(_, by)| by.iter().copied());
        let told = own.iter().map(|(one, _)| *one).chain(before().map(|one| one.definition));
        Some(Self {
            dimensions: by.chain(before().flat_map(|one| one.by.iter().copied())).collect(),
            measures: told.flat_map(measures).collect(),
            areas: before().map(|one| one.area).chain([area]).collect(),
            facts: Vec::new(),
        })
    }
}

/// Marks the cells of the tables of a family that are withheld. The facts are those of every area that a cell is about. A
/// reporting period lies within a year: what is told of the year is told of the period.
///
/// # Errors
/// 409 `conditions_unmet` when no choice is safe.
pub(super) fn protect(
    family: Family,
    tables: &mut [DraftedTable],
    needs: &Needs,
    earlier: &[Earlier],
    guard: Guard<'_>,
) -> Result<(), Error> {
    let Needs { dimensions, measures, areas, facts } = needs;
    let facts: Vec<&[Fact]> = facts.iter().map(|facts| facts.as_slice()).collect();
    let asked = Asked { family, dimensions, measures, areas };
    let nobody = match family {
        Family::Members => without_groups(tables, earlier, (guard.ground.map, guard.area)),
        _ => Vec::new(),
    };
    let atoms = Atoms::of(&facts, &asked, &nobody, guard.ground).ok_or_else(|| too_fine(tables))?;
    let mut drafts: HashMap<Vec<u32>, Draft> = HashMap::new();
    let mut places: Vec<(usize, usize, Vec<u32>)> = Vec::new();
    let own = tables.iter().enumerate().filter(|(_, table)| Family::of(table.definition) == Some(family));
    for (n, table) in own {
        let judge = Judge::of(&atoms, (n, table), guard);
        for (at, cell) in table.cells.iter().enumerate() {
            for (set, draft) in judge.judge(&cell.key) {
                places.push((n, at, set.clone()));
                join(&mut drafts, set, draft);
            }
        }
    }
    for one in earlier.iter().filter(|one| one.family == family) {
        for (told, number) in one.told() {
            let set = atoms.cell(&told);
            if one.is_hidden && set.is_empty_by_nature {
                return Err(told_by_groups(tables));
            }
            let kind = if one.is_hidden { Kind::Hidden } else { Kind::Fixed };
            if one.is_hidden || atoms.is_worth(&set.atoms, number) {
                let (width, cost) = (atoms.width(&set.atoms, guard.threshold), atoms.sum(&set.atoms));
                join(&mut drafts, set.atoms, Draft { kind, is_total: false, width, cost, of_table: None });
            }
        }
    }
    if drafts.len() > MOST_CELLS {
        return Err(too_fine(tables));
    }
    let hidden = decide(&atoms, &drafts, tables)?;
    for (n, at, set) in places {
        tables[n].cells[at].is_hidden |= hidden.get(&set).copied().unwrap_or_default();
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
            Err(table
                .and_then(|n| tables.get(n))
                .map_or_else(|| too_fine(tables), |table| unsafe_in(Some(table))))
        }
    }
}

/// The refusal of a table of groups that tells where there is none, after it was withheld that there is no member.
fn told_by_groups(tables: &[DraftedTable]) -> Error {
    let of_groups = tables.iter().filter(|table| Family::of(table.definition) == Some(Family::Groups));
    unsafe_in(of_groups.max_by_key(|table| table.cells.len()).or_else(|| tables.first()))
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
