//! The part of the dictionary a walk has exchanged, kept apart from the dictionary itself.
//!
//! After some exchanges, as many rows of the original dictionary have become columns as columns
//! have become rows. Everything about the exchanged dictionary follows from the original one and
//! the inverse of the small square matrix where those rows and columns meet.

use crate::dictionary::{Dictionary, Side, tidy};
use crate::pricing::Slope;
use crate::tally::Tally;

/// Matrices whose pivots are smaller are taken for singular.
const SMALLEST_PIVOT: f64 = 1e-8;

/// The rows and columns that have changed sides.
#[derive(Debug, Default)]
pub(crate) struct Exchanged {
    pub(crate) rows: Vec<usize>,
    pub(crate) columns: Vec<usize>,
    inverse: Vec<Vec<f64>>,
    /// The column last asked about, and the inverse times it.
    latest: (usize, Vec<f64>),
}

impl Exchanged {
    /// Lets the entering variable, so far free to move, and the leaving one change sides. False if
    /// the result would be singular but for rounding errors.
    pub(crate) fn exchange(&mut self, dictionary: &Dictionary, entering: Side, leaving: Side) -> bool {
        if matches!(entering, Side::Row(_)) {
            self.latest = Default::default();
        }
        match (entering, leaving) {
            (Side::Column(column), Side::Row(row)) => self.append(dictionary, row, column),
            (Side::Column(column), Side::Column(old)) => self.replace_column(dictionary, old, column),
            (Side::Row(old), Side::Row(row)) => self.replace_row(dictionary, old, row),
            (Side::Row(row), Side::Column(column)) => self.remove(row, column),
        }
    }

    fn append(&mut self, dictionary: &Dictionary, row: usize, column: usize) -> bool {
        let right = self.take_times_column(dictionary, column);
        let left = self.row_times(dictionary, row);
        let new_row = &dictionary.rows[row];
        let meeting: f64 =
            self.columns.iter().zip(&right).map(|(&column, entry)| new_row.entry(column) * entry).sum();
        let rest = new_row.entry(column) - meeting;
        if rest.abs() < SMALLEST_PIVOT {
            return false;
        }
        for (line, &factor) in self.inverse.iter_mut().zip(&right) {
            subtract(line, -factor / rest, &left);
            line.push(-factor / rest);
        }
        let mut line: Vec<f64> = left.iter().map(|entry| -entry / rest).collect();
        line.push(1.0 / rest);
        self.inverse.push(line);
        self.rows.push(row);
        self.columns.push(column);
        true
    }

    fn replace_column(&mut self, dictionary: &Dictionary, old: usize, column: usize) -> bool {
        let Some(position) = self.columns.iter().position(|&other| other == old) else {
            return false;
        };
        let right = self.take_times_column(dictionary, column);
        if right[position].abs() < SMALLEST_PIVOT {
            return false;
        }
        let mut line = std::mem::take(&mut self.inverse[position]);
        for entry in &mut line {
            *entry /= right[position];
        }
        for (other, &factor) in self.inverse.iter_mut().zip(&right) {
            subtract(other, factor, &line);
        }
        self.inverse[position] = line;
        self.columns[position] = column;
        true
    }

    fn replace_row(&mut self, dictionary: &Dictionary, old: usize, row: usize) -> bool {
        let Some(position) = self.rows.iter().position(|&other| other == old) else {
            return false;
        };
        let mut left = self.row_times(dictionary, row);
        let pivot = std::mem::take(&mut left[position]);
        if pivot.abs() < SMALLEST_PIVOT {
            return false;
        }
        for line in &mut self.inverse {
            line[position] /= pivot;
            let factor = line[position];
            subtract(line, factor, &left);
        }
        self.rows[position] = row;
        true
    }

    fn remove(&mut self, row: usize, column: usize) -> bool {
        let (Some(right), Some(down)) = (
            self.rows.iter().position(|&other| other == row),
            self.columns.iter().position(|&other| other == column),
        ) else {
            return false;
        };
        let line = self.inverse.swap_remove(down);
        let pivot = line[right];
        if pivot.abs() < SMALLEST_PIVOT {
            return false;
        }
        for other in &mut self.inverse {
            let factor = other[right] / pivot;
            subtract(other, factor, &line);
            other.swap_remove(right);
        }
        self.columns.swap_remove(down);
        self.rows.swap_remove(right);
        true
    }

    fn take_times_column(&mut self, dictionary: &Dictionary, column: usize) -> Vec<f64> {
        let (latest, product) = std::mem::take(&mut self.latest);
        if latest == column && product.len() == self.rows.len() && !product.is_empty() {
            product
        } else {
            self.times_column(dictionary, column)
        }
    }

    /// The inverse times the column, where it meets the exchanged rows.
    fn times_column(&self, dictionary: &Dictionary, column: usize) -> Vec<f64> {
        let meeting: Vec<f64> = self.rows.iter().map(|&row| dictionary.rows[row].entry(column)).collect();
        let times = |line: &Vec<f64>| line.iter().zip(&meeting).map(|(one, other)| one * other).sum();
        self.inverse.iter().map(times).collect()
    }

    /// The row, where it meets the exchanged columns, times the inverse.
    fn row_times(&self, dictionary: &Dictionary, row: usize) -> Vec<f64> {
        let mut product = vec![0.0; self.rows.len()];
        for (line, &column) in self.inverse.iter().zip(&self.columns) {
            subtract(&mut product, -dictionary.rows[row].entry(column), line);
        }
        product
    }

    /// Turns slopes along the original columns into slopes along the present ones: zero for those
    /// that have changed sides. Returns the slopes along the changed rows.
    pub(crate) fn reduce(&self, dictionary: &Dictionary, slopes: &mut Tally<Slope>) -> Vec<Slope> {
        let mut along_rows = vec![Slope::default(); self.rows.len()];
        for (line, &column) in self.inverse.iter().zip(&self.columns) {
            let slope = slopes.sum(column);
            if !slope.is_zero() {
                for (sum, &entry) in along_rows.iter_mut().zip(line) {
                    *sum += slope.times(entry);
                }
            }
        }
        for slope in &mut along_rows {
            *slope = Slope { gain: tidy(slope.gain), price: tidy(slope.price) };
        }
        for (&row, slope) in self.rows.iter().zip(&along_rows) {
            if !slope.is_zero() {
                for &(column, entry) in &dictionary.rows[row].entries {
                    slopes.add(column, slope.times(-entry));
                }
            }
        }
        for &column in &self.columns {
            slopes.set(column, Slope::default());
        }
        along_rows
    }

    /// How much each original column that moves does so if the entering variable moves by one.
    pub(crate) fn shift(&mut self, dictionary: &Dictionary, entering: Side) -> Vec<(usize, f64)> {
        let mut shift: Vec<(usize, f64)> = match entering {
            Side::Row(row) => {
                let position = self.rows.iter().position(|&other| other == row);
                let along = |line: &Vec<f64>| position.map_or(0.0, |position| line[position]);
                let entries = self.inverse.iter().map(along);
                self.columns.iter().copied().zip(entries).collect()
            }
            Side::Column(column) => {
                self.latest = (column, self.times_column(dictionary, column));
                let entries = self.latest.1.iter().map(|entry| -entry);
                let mut shift: Vec<(usize, f64)> = self.columns.iter().copied().zip(entries).collect();
                shift.push((column, 1.0));
                shift
            }
        };
        for (_, change) in &mut shift {
            *change = tidy(*change);
        }
        shift.retain(|&(_, change)| change != 0.0);
        shift
    }
}

/// Subtracts a multiple of one vector from another.
fn subtract(from: &mut [f64], factor: f64, vector: &[f64]) {
    if factor != 0.0 {
        for (entry, other) in from.iter_mut().zip(vector) {
            *entry -= factor * other;
        }
    }
}
