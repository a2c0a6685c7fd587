//! Witnesses of safety: possible tables in which hidden groups are far from each other.

use std::rc::Rc;

use crate::dictionary::TINY;
use crate::problem::{Group, Problem};

/// Tolerance when a witness is weighed against a width. All inputs are whole numbers, so true
/// extremes are fractions with small denominators and do not come this close by chance.
pub(crate) const SLACK: f64 = 1e-6;

/// The atoms of a possible table that differ from the truth, and by how much.
type Moves = Vec<(usize, f64)>;

/// The change of a group's value at one of the known tables.
#[derive(Clone, Copy, Debug)]
struct Mark {
    change: f64,
    table: usize,
}

/// Known possible tables, and for each group those where it is highest and lowest.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
    /// The first one is the truth.
    tables: Vec<Rc<Moves>>,
    high: Vec<Mark>,
    low: Vec<Mark>,
    /// Scratch: the change of each group; zero between uses.
    changes: Vec<f64>,
}

impl Evidence {
    pub(crate) fn new(group_count: usize) -> Self {
        let truth = vec![Mark { change: 0.0, table: 0 }; group_count];
        Self {
            tables: vec![Rc::new(Vec::new())],
            high: truth.clone(),
            low: truth,
            changes: vec![0.0; group_count],
        }
    }

    /// The witnessed interval, relative to the true value.
    pub(crate) fn interval(&self, index: usize) -> (f64, f64) {
        (self.low[index].change, self.high[index].change)
    }

    /// Whether the group's width is witnessed.
    pub(crate) fn suffices(&self, index: usize, group: &Group) -> bool {
        self.high[index].change - self.low[index].change >= group.width - SLACK
    }

    /// Takes note of a possible table, as far as it helps hidden groups.
    pub(crate) fn record(&mut self, moves: Moves, problem: &Problem, hidden: &[bool]) {
        let mut touched = Vec::new();
        for &(atom, change) in &moves {
            for &group in &problem.memberships[atom] {
                if hidden[group] {
                    touched.push(group);
                    self.changes[group] += change;
                }
            }
        }
        let table = self.tables.len();
        let mut useful = false;
        for group in touched {
            let change = std::mem::take(&mut self.changes[group]);
            if !self.suffices(group, &problem.groups[group]) {
                useful |= self.note(group, Mark { change, table });
            }
        }
        if useful {
            self.tables.push(Rc::new(moves));
        }
    }

    fn note(&mut self, index: usize, mark: Mark) -> bool {
        if mark.change > self.high[index].change + TINY {
            self.high[index] = mark;
            return true;
        }
        if mark.change < self.low[index].change - TINY {
            self.low[index] = mark;
            return true;
        }
        false
    }

    /// Looks for witnesses of a group among all known tables.
    pub(crate) fn consult(&mut self, index: usize, group: &Group, atom_count: usize) {
        for (table, change) in self.changes_of(group, atom_count).into_iter().enumerate() {
            self.note(index, Mark { change, table });
        }
    }

    /// The change of a group at each known table.
    fn changes_of(&self, group: &Group, atom_count: usize) -> Vec<f64> {
        let mut member = vec![false; atom_count];
        for &atom in &group.atoms {
            member[atom] = true;
        }
        let change = |moves: &Rc<Moves>| {
            moves.iter().filter(|(atom, _)| member[*atom]).map(|(_, change)| change).sum()
        };
        self.tables.iter().map(change).collect()
    }

    /// The hidden groups whose evidence rests on tables where the group `shown` is not at its true
    /// value.
    pub(crate) fn affected(&self, shown: usize, problem: &Problem, hidden: &[bool]) -> Vec<usize> {
        let changes = self.changes_of(&problem.groups[shown], problem.truth.len());
        let is_wrong = |mark: &Mark| changes[mark.table].abs() > TINY;
        let rests = |&index: &usize| {
            hidden[index] && index != shown && (is_wrong(&self.high[index]) || is_wrong(&self.low[index]))
        };
        (0..hidden.len()).filter(rests).collect()
    }

    /// Drops the tables where the group `shown` is not at its true value.
    pub(crate) fn restrict(&mut self, shown: usize, problem: &Problem) {
        let changes = self.changes_of(&problem.groups[shown], problem.truth.len());
        let truth = Mark { change: 0.0, table: 0 };
        for mark in self.high.iter_mut().chain(&mut self.low) {
            if changes[mark.table].abs() > TINY {
                *mark = truth;
            }
        }
        for (table, change) in self.tables.iter_mut().zip(changes) {
            if change.abs() > TINY {
                *table = Rc::new(Vec::new());
            }
        }
    }

    /// Forgets tables no hidden group refers to.
    pub(crate) fn tidy_up(&mut self, hidden: &[bool]) {
        let mut used = vec![false; self.tables.len()];
        used[0] = true;
        for (index, _) in hidden.iter().enumerate().filter(|&(_, &hidden)| hidden) {
            used[self.high[index].table] = true;
            used[self.low[index].table] = true;
        }
        let mut renamed = Vec::with_capacity(self.tables.len());
        let mut kept = Vec::new();
        for (table, used) in self.tables.drain(..).zip(used) {
            renamed.push(kept.len());
            if used {
                kept.push(table);
            }
        }
        self.tables = kept;
        for (index, &hidden) in hidden.iter().enumerate() {
            for mark in [&mut self.high[index], &mut self.low[index]] {
                mark.table = if hidden { renamed[mark.table] } else { 0 };
            }
        }
    }

    /// Checks from scratch that every table is possible and every hidden group has its width
    /// between two of them.
    pub(crate) fn holds(&self, problem: &Problem, hidden: &[bool]) -> bool {
        let mut high = vec![0.0_f64; hidden.len()];
        let mut low = vec![0.0_f64; hidden.len()];
        for moves in &self.tables {
            let mut changes = vec![0.0; hidden.len()];
            for &(atom, change) in moves.iter() {
                if problem.truth[atom] + change < -TINY {
                    return false;
                }
                for &group in &problem.memberships[atom] {
                    changes[group] += change;
                }
            }
            for (index, change) in changes.into_iter().enumerate() {
                if !hidden[index] && f64::abs(change) > SLACK {
                    return false;
                }
                high[index] = high[index].max(change);
                low[index] = low[index].min(change);
            }
        }
        problem
            .groups
            .iter()
            .enumerate()
            .all(|(index, group)| !hidden[index] || high[index] - low[index] >= group.width - 2.0 * SLACK)
    }
}
