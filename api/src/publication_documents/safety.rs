//! What must be withheld: cells about few people, and so many others that nobody can derive those from sums, from the other
//! map, from shares or from earlier publications of the same days (conventions §14).

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use actix_web::web;
use disclosure::{Cell, Kind, suppress};
use serde_json::json;

use super::{
    atoms::Atoms,
    earlier::{Earlier, Family},
    judging::{Draft, Guard, Judge},
    tables::DraftedTable,
};
use crate::{
    error::{Code, Error, Text},
    indicator_definitions::messages::Dimension,
    indicator_facts::Fact,
};

/// Marks the cells of the tables of a family that are withheld. The facts are those of every area that a cell is about.
///
/// # Errors
/// 409 `conditions_unmet` when no choice is safe.
pub async fn protect(
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
        let hidden = decide(&atoms, &drafts, tables).await?;
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
async fn decide(
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
    // It may take seconds, during which others want their answers.
    let values = atoms.values().to_vec();
    let hidden = web::block(move || suppress(&values, &cells)).await.map_err(|_| Error::Unavailable)?;
    match hidden {
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
