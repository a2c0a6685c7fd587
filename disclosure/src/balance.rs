//! Which variables of the dictionary are rows.
//!
//! Rows at zero and groups that must not move, if among the rows, stop a walk before it has gone
//! anywhere. So the rows should be the variables that can move far.

use std::cmp::Reverse;

use crate::dictionary::{Dictionary, Side};

/// Rows and columns whose entry is smaller do not change sides.
const SMALLEST_ENTRY: f64 = 0.1;

impl Dictionary {
    /// How welcome a variable is among the rows: groups that move for free before atoms, large
    /// ones first, and those before groups with a toll, cheap ones first.
    fn room(&self, variable: usize, truth: &[f64], tolls: &[f64]) -> f64 {
        match variable.checked_sub(truth.len()) {
            None => truth[variable],
            Some(group) if tolls[group] == 0.0 => f64::INFINITY,
            Some(group) => -tolls[group],
        }
    }

    /// Makes rows columns in place of variables with more room, and drops columns that must not
    /// move: those with an infinite toll never will.
    pub(crate) fn balance(&mut self, truth: &[f64], tolls: &[f64]) {
        for row in 0..self.rows.len() {
            self.improve_row(row, truth, tolls);
        }
        for column in 0..self.columns.len() {
            if self.shown_group(column).is_some_and(|group| tolls[group].is_infinite()) {
                self.pin(column);
            }
        }
        self.index();
    }

    /// The same after the toll of one group has changed.
    pub(crate) fn rebalance(&mut self, group: usize, truth: &[f64], tolls: &[f64]) {
        let changed = match self.side(truth.len() + group) {
            Some(Side::Row(row)) => self.improve_row(row, truth, tolls),
            Some(Side::Column(column)) => self.improve_column(column, truth, tolls),
            None => None,
        };
        if let Some(row) = changed {
            self.index_row(row);
        }
        if let Some(Side::Column(column)) = self.side(truth.len() + group)
            && tolls[group].is_infinite()
        {
            self.pin(column);
        }
    }

    /// Lets a row change sides with the column it depends on that has most room, if that is more;
    /// with one few rows use among equals. Returns the row then.
    fn improve_row(&mut self, row: usize, truth: &[f64], tolls: &[f64]) -> Option<usize> {
        let entries = self.rows[row].entries.iter().filter(|(_, entry)| entry.abs() > SMALLEST_ENTRY);
        let choice = |&(column, _): &(usize, f64)| {
            (self.room(self.columns[column], truth, tolls), Reverse((self.users(column).len(), column)))
        };
        let (room, Reverse((_, column))) =
            entries.map(choice).max_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)))?;
        let own = self.room(self.rows[row].variable, truth, tolls);
        (room > own).then(|| self.exchange(row, column))
    }

    /// Lets a column change sides with the row that has least room, if that is less; with a short
    /// one among equals. Returns the row then.
    fn improve_column(&mut self, column: usize, truth: &[f64], tolls: &[f64]) -> Option<usize> {
        let is_large = |row: &&usize| self.rows[**row].entry(column).abs() > SMALLEST_ENTRY;
        let choice = |&row: &usize| {
            (self.room(self.rows[row].variable, truth, tolls), (self.rows[row].entries.len(), Reverse(row)))
        };
        let (room, (_, Reverse(row))) = self
            .users(column)
            .iter()
            .filter(is_large)
            .map(choice)
            .min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)))?;
        let own = self.room(self.columns[column], truth, tolls);
        (room < own).then(|| self.exchange(row, column))
    }
}
