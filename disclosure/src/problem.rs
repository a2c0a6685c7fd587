//! The caller's tables, reduced: equal cells are one group, indistinguishable atoms one atom.

use std::collections::BTreeMap;

use crate::{Cell, Kind, LARGEST_TOTAL, Refusal};

/// What the search may do with a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Duty {
    Choose,
    Hide,
    Show,
}

/// All cells over one set of atoms.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) atoms: Vec<usize>,
    pub(crate) duty: Duty,
    pub(crate) width: f64,
    pub(crate) cost: i64,
    /// A caller's cell to name when this group is refused.
    pub(crate) spokesman: usize,
}

/// Groups over merged atoms.
#[derive(Debug)]
pub(crate) struct Problem {
    /// True values of the merged atoms.
    pub(crate) truth: Vec<f64>,
    pub(crate) groups: Vec<Group>,
    /// For each merged atom, the groups it lies in.
    pub(crate) memberships: Vec<Vec<usize>>,
    /// For each of the caller's cells, its group.
    pub(crate) group_of: Vec<usize>,
}

impl Problem {
    pub(crate) fn new(atoms: &[i64], cells: &[Cell]) -> Result<Self, Refusal> {
        if let Some(atom) = atoms.iter().position(|&value| value < 0) {
            return Err(Refusal::NegativeAtom { atom });
        }
        let total = atoms.iter().fold(0_i64, |sum, &value| sum.saturating_add(value));
        if total > LARGEST_TOTAL {
            return Err(Refusal::TooLarge);
        }
        let (mut groups, group_of) = group_cells(atoms.len(), cells)?;
        drop_known_zeros(atoms, &mut groups);
        let truth = merge_atoms(atoms, &mut groups);
        let mut memberships = vec![Vec::new(); truth.len()];
        for (position, group) in groups.iter().enumerate() {
            for &atom in &group.atoms {
                memberships[atom].push(position);
            }
        }
        Ok(Self { truth, groups, memberships, group_of })
    }
}

/// Groups cells by their atoms (not yet merged), in order of first appearance.
fn group_cells(atom_count: usize, cells: &[Cell]) -> Result<(Vec<Group>, Vec<usize>), Refusal> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    let mut group_of = Vec::with_capacity(cells.len());
    for (index, cell) in cells.iter().enumerate() {
        let mut atoms: Vec<usize> = cell.atoms.iter().map(|&atom| atom as usize).collect();
        atoms.sort_unstable();
        atoms.dedup();
        if atoms.last().is_some_and(|&last| last >= atom_count) {
            return Err(Refusal::UnknownAtom { cell: index });
        }
        let duty = match cell.kind {
            Kind::Open => Duty::Choose,
            Kind::Sensitive | Kind::Hidden => Duty::Hide,
            Kind::Fixed => Duty::Show,
        };
        if let Some(&position) = known.get(&atoms) {
            join(&mut groups[position], index, duty, cell)?;
            group_of.push(position);
            continue;
        }
        known.insert(atoms.clone(), groups.len());
        group_of.push(groups.len());
        groups.push(Group { atoms, duty, width: cell.width as f64, cost: cell.cost, spokesman: index });
    }
    Ok((groups, group_of))
}

/// Adds a further cell over the same atoms to its group.
fn join(group: &mut Group, index: usize, duty: Duty, cell: &Cell) -> Result<(), Refusal> {
    match (group.duty, duty) {
        (Duty::Hide, Duty::Show) => {
            return Err(Refusal::Contradiction { hidden: group.spokesman, shown: index });
        }
        (Duty::Show, Duty::Hide) => {
            return Err(Refusal::Contradiction { hidden: index, shown: group.spokesman });
        }
        (Duty::Choose, Duty::Hide | Duty::Show) => {
            group.duty = duty;
            group.spokesman = index;
        }
        _ => {}
    }
    group.width = group.width.max(cell.width as f64);
    group.cost = group.cost.saturating_add(cell.cost);
    Ok(())
}

/// Takes atoms out of all groups that are zero since a group that must be shown is.
fn drop_known_zeros(atoms: &[i64], groups: &mut [Group]) {
    let mut known = vec![false; atoms.len()];
    for group in groups.iter().filter(|group| group.duty == Duty::Show) {
        if group.atoms.iter().all(|&atom| atoms[atom] == 0) {
            for &atom in &group.atoms {
                known[atom] = true;
            }
        }
    }
    for group in groups {
        group.atoms.retain(|&atom| !known[atom]);
    }
}

/// Replaces atoms that lie in exactly the same groups by their sum; drops atoms in no group.
fn merge_atoms(atoms: &[i64], groups: &mut [Group]) -> Vec<f64> {
    let mut memberships: Vec<Vec<usize>> = vec![Vec::new(); atoms.len()];
    for (position, group) in groups.iter().enumerate() {
        for &atom in &group.atoms {
            memberships[atom].push(position);
        }
    }
    for group in groups.iter_mut() {
        group.atoms.clear();
    }
    let mut merged: BTreeMap<&[usize], usize> = BTreeMap::new();
    let mut truth = Vec::new();
    for (atom, membership) in memberships.iter().enumerate() {
        if membership.is_empty() {
            continue;
        }
        let position = *merged.entry(membership).or_insert_with(|| {
            for &group in membership {
                groups[group].atoms.push(truth.len());
            }
            truth.push(0.0);
            truth.len() - 1
        });
        truth[position] += atoms[atom] as f64;
    }
    truth
}
