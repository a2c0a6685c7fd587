//! Witnesses of safety: possible tables in which hidden groups are far from each other.

use crate::dictionary::TINY;
use crate::problem::{Duty, Group, Problem};
use crate::tally::Tally;

/// Tolerance when a witness is weighed against a width. All inputs are whole numbers, so true
/// extremes are fractions with small denominators and do not come this close by chance.
pub(crate) const SLACK: f64 = 1e-6;

/// The atoms of a possible table that differ from the truth, and by how much.
pub(crate) type Moves = Vec<(usize, f64)>;

/// The change of a group's value at one of the known tables.
#[derive(Clone, Copy, Debug)]
struct Mark {
    change: f64,
    table: usize,
}

/// For each group, the known tables where it is highest and lowest.
#[derive(Clone, Debug)]
struct Extremes {
    high: Vec<Mark>,
    low: Vec<Mark>,
}

/// Known possible tables, and what they witness.
#[derive(Debug)]
pub(crate) struct Evidence {
    /// The first one is the truth. Forgotten ones are the same.
    tables: Vec<Moves>,
    extremes: Extremes,
    /// For each group that may be shown, the tables where it is not at its true value.
    movers: Vec<Vec<Mark>>,
    /// Scratch: the change of each group.
    changes: Tally<f64>,
}

/// What was known before a group was shown on trial.
#[derive(Debug)]
pub(crate) struct Before {
    table_count: usize,
    extremes: Extremes,
}

impl Evidence {
    pub(crate) fn new(group_count: usize) -> Self {
        let truth = vec![Mark { change: 0.0, table: 0 }; group_count];
        Self {
            tables: vec![Vec::new()],
            extremes: Extremes { high: truth.clone(), low: truth },
            movers: vec![Vec::new(); group_count],
            changes: Tally::new(group_count),
        }
    }

    /// The witnessed interval, relative to the true value.
    pub(crate) fn interval(&self, index: usize) -> (f64, f64) {
        (self.extremes.low[index].change, self.extremes.high[index].change)
    }

    /// Whether the group's width is witnessed.
    pub(crate) fn suffices(&self, index: usize, group: &Group) -> bool {
        let (low, high) = self.interval(index);
        high - low >= group.width - SLACK
    }

    /// Takes note of a possible table, as far as it helps hidden groups.
    pub(crate) fn record(&mut self, moves: Moves, problem: &Problem, hidden: &[bool]) {
        let table = self.tables.len();
        let mut changes = std::mem::replace(&mut self.changes, Tally::new(0));
        add_up(&moves, problem, &mut changes);
        let mut useful = false;
        for (group, change) in changes.iter() {
            if hidden[group] && !self.suffices(group, &problem.groups[group]) {
                useful |= self.note(group, Mark { change, table });
            }
        }
        if useful {
            self.tables.push(moves);
            for (group, change) in changes.iter() {
                if change.abs() > TINY && problem.groups[group].duty == Duty::Choose {
                    self.movers[group].push(Mark { change, table });
                }
            }
        }
        self.changes = changes;
    }

    fn note(&mut self, index: usize, mark: Mark) -> bool {
        let Extremes { high, low } = &mut self.extremes;
        if mark.change > high[index].change + TINY {
            high[index] = mark;
            return true;
        }
        if mark.change < low[index].change - TINY {
            low[index] = mark;
            return true;
        }
        false
    }

    /// Looks for witnesses of a group among all known tables.
    pub(crate) fn consult(&mut self, index: usize) {
        for position in 0..self.movers[index].len() {
            let mark = self.movers[index][position];
            if !self.tables[mark.table].is_empty() {
                self.note(index, mark);
            }
        }
    }

    /// The hidden groups whose evidence rests on tables where the group `shown` is not at its true
    /// value.
    pub(crate) fn affected(&self, shown: usize, hidden: &[bool]) -> Vec<usize> {
        let wrong = self.wrong(shown);
        let Extremes { high, low } = &self.extremes;
        let rests = |&index: &usize| {
            hidden[index] && index != shown && (wrong[high[index].table] || wrong[low[index].table])
        };
        (0..hidden.len()).filter(rests).collect()
    }

    /// For each table, whether the group `shown` is not at its true value there.
    fn wrong(&self, shown: usize) -> Vec<bool> {
        let mut wrong = vec![false; self.tables.len()];
        for mark in &self.movers[shown] {
            wrong[mark.table] = true;
        }
        wrong
    }

    /// Lets nothing rest on tables where the group `shown` is not at its true value any more.
    pub(crate) fn restrict(&mut self, shown: usize) -> Before {
        let before = Before { table_count: self.tables.len(), extremes: self.extremes.clone() };
        let wrong = self.wrong(shown);
        let truth = Mark { change: 0.0, table: 0 };
        for mark in self.extremes.high.iter_mut().chain(&mut self.extremes.low) {
            if wrong[mark.table] {
                *mark = truth;
            }
        }
        before
    }

    /// Returns to what was known before a restriction.
    pub(crate) fn undo(&mut self, before: Before) {
        self.tables.truncate(before.table_count);
        for marks in &mut self.movers {
            while marks.last().is_some_and(|mark| mark.table >= before.table_count) {
                marks.pop();
            }
        }
        self.extremes = before.extremes;
    }

    /// Forgets tables that no hidden group rests on.
    pub(crate) fn tidy_up(&mut self, hidden: &[bool]) {
        let mut used = vec![false; self.tables.len()];
        for (index, _) in hidden.iter().enumerate().filter(|&(_, &hidden)| hidden) {
            used[self.extremes.high[index].table] = true;
            used[self.extremes.low[index].table] = true;
        }
        for (table, _) in self.tables.iter_mut().zip(used).filter(|&(_, used)| !used) {
            *table = Vec::new();
        }
    }

    /// Checks from scratch that every table is possible and every hidden group has its width
    /// between two of them.
    pub(crate) fn holds(&self, problem: &Problem, hidden: &[bool]) -> bool {
        let mut high = vec![0.0_f64; hidden.len()];
        let mut low = vec![0.0_f64; hidden.len()];
        let mut changes = Tally::new(hidden.len());
        for moves in &self.tables {
            if moves
                .iter()
                .any(|&(atom, change)| problem.truth.get(atom).is_some_and(|value| value + change < -TINY))
            {
                return false;
            }
            add_up(moves, problem, &mut changes);
            for (group, change) in changes.iter() {
                if !hidden[group] && change.abs() > SLACK {
                    return false;
                }
                high[group] = high[group].max(change);
                low[group] = low[group].min(change);
            }
        }
        problem
            .groups
            .iter()
            .enumerate()
            .all(|(index, group)| !hidden[index] || high[index] - low[index] >= group.width - 2.0 * SLACK)
    }
}

/// Sets the change of every group at a table.
fn add_up(moves: &Moves, problem: &Problem, changes: &mut Tally<f64>) {
    changes.clear();
    for &(atom, change) in moves {
        for &group in &problem.memberships[atom] {
            changes.add(group, change);
        }
    }
}
