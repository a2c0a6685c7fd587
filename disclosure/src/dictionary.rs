//! The feasible tables as a sparse simplex dictionary.
//!
//! Some atoms (the rows) are written as linear functions of the columns: of the other atoms, and of
//! the shown groups, whose values must not move. So every choice of the atoms among the columns
//! keeps all shown groups at their published values. The dictionary stands for moves away from the
//! true table: atoms among the columns may have any value, not only zero. Its rows are short, since
//! tables are local, and walks to distant tables leave it as it is.

use crate::problem::Group;

/// Coefficients and steps smaller than this are taken for rounding errors.
pub(crate) const TINY: f64 = 1e-9;
/// Coefficients smaller than this are not divided by.
pub(crate) const SMALLEST_PIVOT: f64 = 1e-6;
/// Where a variable stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Row(usize),
    Column(usize),
}

/// A linear function of the columns.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) variable: usize,
    /// Columns in ascending order with the change of the variable per unit of the column.
    pub(crate) entries: Vec<(usize, f64)>,
}

impl Row {
    /// The entry of a column, zero if there is none.
    pub(crate) fn entry(&self, column: usize) -> f64 {
        let found = self.entries.binary_search_by_key(&column, |&(position, _)| position);
        found.map_or(0.0, |position| self.entries[position].1)
    }
}

/// Variables below the number of atoms are atoms, the others are groups.
#[derive(Debug)]
pub(crate) struct Dictionary {
    atom_count: usize,
    /// None for groups that are not shown.
    place: Vec<Option<Side>>,
    pub(crate) rows: Vec<Row>,
    /// The variable of each column.
    pub(crate) columns: Vec<usize>,
    /// For each column, the rows that have an entry there.
    users: Vec<Vec<usize>>,
    /// For each column, the variables of the rows that have an entry there, and the entry.
    followers: Vec<Vec<(usize, f64)>>,
}

impl Dictionary {
    /// Nothing shown yet.
    pub(crate) fn new(atom_count: usize, group_count: usize) -> Self {
        let mut place: Vec<Option<Side>> = (0..atom_count).map(|atom| Some(Side::Column(atom))).collect();
        place.resize(atom_count + group_count, None);
        Self {
            atom_count,
            place,
            rows: Vec::new(),
            columns: (0..atom_count).collect(),
            users: vec![Vec::new(); atom_count],
            followers: vec![Vec::new(); atom_count],
        }
    }

    /// The shown group that is the column; none if it is an atom, which may move.
    pub(crate) fn shown_group(&self, column: usize) -> Option<usize> {
        self.columns[column].checked_sub(self.atom_count)
    }

    /// The change of the group's value per unit of each column.
    pub(crate) fn gradient(&self, group: &Group) -> Vec<f64> {
        let mut gradient = vec![0.0; self.columns.len()];
        for &atom in &group.atoms {
            match self.place[atom] {
                Some(Side::Column(column)) => gradient[column] += 1.0,
                Some(Side::Row(row)) => {
                    for &(column, entry) in &self.rows[row].entries {
                        gradient[column] += entry;
                    }
                }
                None => {}
            }
        }
        for entry in &mut gradient {
            *entry = tidy(*entry);
        }
        gradient
    }

    /// Shows a group: makes it a column, or, if the shown groups determine it already, a row.
    pub(crate) fn show(&mut self, name: usize, group: &Group, truth: &[f64]) {
        let gradient = self.gradient(group);
        let entries: Vec<(usize, f64)> =
            gradient.iter().copied().enumerate().filter(|&(_, entry)| entry != 0.0).collect();
        let row = self.rows.len();
        for &(column, _) in &entries {
            self.users[column].push(row);
        }
        let variable = self.atom_count + name;
        self.place[variable] = Some(Side::Row(row));
        self.rows.push(Row { variable, entries });
        if let Some(column) = self.exit_column(&gradient, truth) {
            self.exchange(row, column);
        }
    }

    /// The column that becomes a row when a group with this gradient is shown: preferably one away
    /// from zero, since a row at zero blocks moves, and one few rows use, to keep them short.
    fn exit_column(&self, gradient: &[f64], truth: &[f64]) -> Option<usize> {
        let mut best: Option<((bool, bool, usize), usize)> = None;
        for (column, entry) in gradient.iter().enumerate() {
            if entry.abs() < SMALLEST_PIVOT || self.shown_group(column).is_some() {
                continue;
            }
            let atom = self.columns[column];
            let demerit = (entry.abs() < 0.1, truth[atom] <= TINY, self.users[column].len());
            if best.is_none_or(|(known, _)| demerit < known) {
                best = Some((demerit, column));
            }
        }
        best.map(|(_, column)| column)
    }

    /// The variables of the rows that use a column, with their entries, as of the last
    /// [`Self::index`].
    pub(crate) fn followers(&self, column: usize) -> &[(usize, f64)] {
        &self.followers[column]
    }

    /// Lists the followers of all columns.
    fn index(&mut self) {
        for followers in &mut self.followers {
            followers.clear();
        }
        for row in &self.rows {
            for &(column, entry) in &row.entries {
                self.followers[column].push((row.variable, entry));
            }
        }
    }

    /// Where a variable stands; none if it does not.
    pub(crate) fn side(&self, variable: usize) -> Option<Side> {
        self.place[variable]
    }

    /// The variable that stands somewhere.
    pub(crate) fn variable(&self, side: Side) -> usize {
        match side {
            Side::Row(row) => self.rows[row].variable,
            Side::Column(column) => self.columns[column],
        }
    }

    /// Makes determined groups columns in place of cheaper ones, so that the rows are the groups
    /// that are cheapest to move.
    pub(crate) fn favour_dear_columns(&mut self, tolls: &[f64]) {
        for row in 0..self.rows.len() {
            if let Some(name) = self.rows[row].variable.checked_sub(self.atom_count) {
                self.favour_dear_column(row, tolls[name], tolls);
            }
        }
        self.index();
    }

    /// Makes a determined group a column in place of the cheapest it depends on, if that is
    /// cheaper.
    fn favour_dear_column(&mut self, row: usize, toll: f64, tolls: &[f64]) -> bool {
        let cheapest = self.rows[row]
            .entries
            .iter()
            .filter(|&&(_, entry)| entry.abs() > 0.1)
            .filter_map(|&(column, _)| Some((tolls[self.shown_group(column)?], column)))
            .min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        match cheapest {
            Some((cheaper, column)) if cheaper < toll => {
                self.exchange(row, column);
                true
            }
            _ => false,
        }
    }

    /// Keeps dear groups the columns after the toll of one group has changed.
    pub(crate) fn rebalance(&mut self, name: usize, tolls: &[f64]) {
        let changed = match self.place[self.atom_count + name] {
            Some(Side::Row(row)) => self.favour_dear_column(row, tolls[name], tolls),
            Some(Side::Column(column)) => {
                let toll_of = |&row: &usize| {
                    let group = self.rows[row].variable.checked_sub(self.atom_count)?;
                    Some((tolls[group], row))
                };
                let dearest = self.users[column]
                    .iter()
                    .filter(|&&row| self.rows[row].entry(column).abs() > 0.1)
                    .filter_map(toll_of)
                    .max_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
                match dearest {
                    Some((toll, row)) if toll > tolls[name] => {
                        self.exchange(row, column);
                        true
                    }
                    _ => false,
                }
            }
            None => false,
        };
        if changed {
            self.index();
        }
    }

    /// Makes the row's variable a column and the column's variable a row.
    fn exchange(&mut self, row: usize, column: usize) {
        let pivot = &self.rows[row];
        let inverse = 1.0 / pivot.entry(column);
        let solved: Vec<(usize, f64)> = pivot
            .entries
            .iter()
            .map(|&(position, entry)| {
                let factor = if position == column { 1.0 } else { -entry };
                (position, tidy(factor * inverse))
            })
            .collect();
        let (leaving, entering) = (pivot.variable, self.columns[column]);
        let users = std::mem::take(&mut self.users[column]);
        for &user in users.iter().filter(|&&user| user != row) {
            self.substitute(user, column, &solved);
        }
        self.users[column] = users;
        self.rows[row] = Row { variable: entering, entries: solved };
        self.columns[column] = leaving;
        self.place[leaving] = Some(Side::Column(column));
        self.place[entering] = Some(Side::Row(row));
    }

    /// Replaces the column's variable in a row by its own linear function.
    fn substitute(&mut self, row: usize, column: usize, solved: &[(usize, f64)]) {
        let old = &self.rows[row];
        let factor = old.entry(column);
        let mut entries = Vec::with_capacity(old.entries.len() + solved.len());
        let mut cancelled = Vec::new();
        let mut next = 0;
        for &(position, entry) in solved {
            while let Some(&kept) = old.entries.get(next).filter(|kept| kept.0 < position) {
                entries.push(kept);
                next += 1;
            }
            let mut sum = factor * entry;
            match old.entries.get(next).filter(|kept| kept.0 == position) {
                Some(kept) => {
                    next += 1;
                    if position != column {
                        sum += kept.1;
                    }
                }
                None => self.users[position].push(row),
            }
            let sum = tidy(sum);
            if sum != 0.0 {
                entries.push((position, sum));
            } else {
                cancelled.push(position);
            }
        }
        entries.extend_from_slice(&old.entries[next..]);
        for position in cancelled {
            self.users[position].retain(|&other| other != row);
        }
        self.rows[row].entries = entries;
    }
}

/// Takes rounding errors away before they grow: entries are fractions with small denominators,
/// nearly all of which divide this number.
const DENOMINATOR: f64 = 27_720.0;

/// The nearest fraction over [`DENOMINATOR`] if the entry is very close to it, else the entry.
pub(crate) fn tidy(entry: f64) -> f64 {
    // Adding and subtracting 1.5 * 2^52 rounds to a whole number, faster than `round`.
    const SHIFT: f64 = 6_755_399_441_055_744.0;
    let whole = (entry + SHIFT) - SHIFT;
    if (entry - whole).abs() < TINY {
        return whole;
    }
    let fraction = ((entry * DENOMINATOR + SHIFT) - SHIFT) / DENOMINATOR;
    if (entry - fraction).abs() < TINY { fraction } else { entry }
}
