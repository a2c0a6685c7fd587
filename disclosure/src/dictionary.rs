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

    /// The columns that change the group's value, in ascending order, and by how much per unit.
    pub(crate) fn gradient(&self, group: &Group) -> Vec<(usize, f64)> {
        let mut parts: Vec<(usize, f64)> = Vec::new();
        for &atom in &group.atoms {
            match self.place[atom] {
                Some(Side::Column(column)) => parts.push((column, 1.0)),
                Some(Side::Row(row)) => parts.extend_from_slice(&self.rows[row].entries),
                None => {}
            }
        }
        parts.sort_unstable_by_key(|&(column, _)| column);
        parts.dedup_by(|part, sum| {
            let same = part.0 == sum.0;
            if same {
                sum.1 += part.1;
            }
            same
        });
        for (_, entry) in &mut parts {
            *entry = tidy(*entry);
        }
        parts.retain(|&(_, entry)| entry != 0.0);
        parts
    }

    /// Shows a group: makes it a column, or, if the shown groups determine it already, a row.
    pub(crate) fn show(&mut self, name: usize, group: &Group, truth: &[f64]) {
        let entries = self.gradient(group);
        let row = self.rows.len();
        for &(column, _) in &entries {
            self.users[column].push(row);
        }
        let variable = self.atom_count + name;
        self.place[variable] = Some(Side::Row(row));
        let exit = self.exit_column(&entries, truth);
        self.rows.push(Row { variable, entries });
        if let Some(column) = exit {
            self.exchange(row, column);
        }
    }

    /// The column that becomes a row when a group with this gradient is shown: preferably one away
    /// from zero, since a row at zero blocks moves, and one few rows use, to keep them short.
    fn exit_column(&self, gradient: &[(usize, f64)], truth: &[f64]) -> Option<usize> {
        let mut best: Option<((bool, bool, usize), usize)> = None;
        for &(column, entry) in gradient {
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
    /// [`Self::index`] or [`Self::index_row`].
    pub(crate) fn followers(&self, column: usize) -> &[(usize, f64)] {
        &self.followers[column]
    }

    /// The rows that have an entry in a column.
    pub(crate) fn users(&self, column: usize) -> &[usize] {
        &self.users[column]
    }

    /// Lists the followers of all columns.
    pub(crate) fn index(&mut self) {
        for followers in &mut self.followers {
            followers.clear();
        }
        for row in &self.rows {
            for &(column, entry) in &row.entries {
                self.followers[column].push((row.variable, entry));
            }
        }
    }

    /// Lists the followers of the columns of a row that was exchanged: no others have changed.
    pub(crate) fn index_row(&mut self, row: usize) {
        for &(column, _) in &self.rows[row].entries {
            let follower = |&user: &usize| (self.rows[user].variable, self.rows[user].entry(column));
            self.followers[column].clear();
            self.followers[column].extend(self.users[column].iter().map(follower));
        }
    }

    /// Takes a column that will never move again out of all rows.
    pub(crate) fn pin(&mut self, column: usize) {
        for user in std::mem::take(&mut self.users[column]) {
            self.rows[user].entries.retain(|&(position, _)| position != column);
        }
        self.followers[column].clear();
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

    /// Makes the row's variable a column and the column's variable a row. Returns the row.
    pub(crate) fn exchange(&mut self, row: usize, column: usize) -> usize {
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
        row
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
