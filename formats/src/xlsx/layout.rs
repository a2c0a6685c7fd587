//! Which cell of a table goes where: rows by one or more dimensions, columns by one dimension or by the parts of a figure.

use std::collections::BTreeMap;

use super::super::document::{Cell, Dimension, Document, Indicator, Table};
use super::super::figures::Key;

/// A table as rows and columns.
pub struct Layout<'a> {
    /// The dimensions that have a column of names.
    pub rows_by: Vec<Dimension>,
    /// The keys of the rows, total first.
    pub rows: Vec<Key>,
    pub columns: Columns,
    cells: BTreeMap<&'a Key, &'a Cell>,
}

/// What stands beside each other.
pub enum Columns {
    /// The parts of one figure.
    Parts(Vec<Part>),
    /// The total and the categories of a dimension.
    Split(Dimension, Vec<Option<String>>),
}

/// A part of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Value,
    Denominator,
    Share,
}

impl<'a> Layout<'a> {
    /// Arranges a table. The dimension with the fewest categories goes across; a ratio has its parts across.
    pub fn of(document: &Document, table: &'a Table, indicator: Option<&Indicator>) -> Self {
        let cells: BTreeMap<&Key, &Cell> = table.cells.iter().map(|cell| (&cell.key, cell)).collect();
        let is_ratio = indicator.is_some_and(|indicator| indicator.is_ratio);
        let used = |dimension: Dimension| -> Vec<String> {
            let known = document.categories_of(dimension).iter().map(|category| &category.code);
            known.filter(|code| cells.keys().any(|key| key.get(&dimension) == Some(*code))).cloned().collect()
        };
        let across = table
            .by
            .iter()
            .copied()
            .filter(|_| table.by.len() > 1 && !is_ratio)
            .min_by_key(|&it| used(it).len());
        let rows_by: Vec<Dimension> = table.by.iter().copied().filter(|it| Some(*it) != across).collect();
        let mut rows = vec![Key::new()];
        for &dimension in &rows_by {
            let codes = used(dimension);
            rows = rows.into_iter().flat_map(|key| with_each(key, dimension, &codes)).collect();
        }
        rows.retain(|row| cells.keys().any(|key| rows_by.iter().all(|it| key.get(it) == row.get(it))));
        let columns = match across {
            Some(dimension) => Columns::Split(
                dimension,
                std::iter::once(None).chain(used(dimension).into_iter().map(Some)).collect(),
            ),
            None if is_ratio => Columns::Parts(vec![Part::Value, Part::Denominator, Part::Share]),
            None => Columns::Parts(vec![Part::Value]),
        };
        Self { rows_by, rows, columns, cells }
    }

    /// The cell of a row, and of a category when columns are split.
    pub fn cell(&self, row: &Key, across: Option<(Dimension, &str)>) -> Option<&'a Cell> {
        let mut key = row.clone();
        if let Some((dimension, code)) = across {
            key.insert(dimension, code.to_owned());
        }
        self.cells.get(&key).copied()
    }

    /// How many columns the names take: places have their code in one more.
    pub fn name_columns(&self) -> u16 {
        self.rows_by.iter().map(|dimension| 1 + u16::from(dimension.is_area())).sum::<u16>().max(1)
    }
}

/// A key without and with each category.
fn with_each(key: Key, dimension: Dimension, codes: &[String]) -> Vec<Key> {
    let more = codes.iter().map(|code| {
        let mut longer = key.clone();
        longer.insert(dimension, code.clone());
        longer
    });
    let mut keys: Vec<Key> = more.collect();
    keys.insert(0, key);
    keys
}

#[cfg(test)]
mod tests {
    use super::super::super::{document::Dimension, sample};
    use super::{Columns, Layout, Part};

    #[test]
    fn the_smallest_dimension_goes_across() {
        let document = sample::document();
        let table = document.tables_of("G2").next().unwrap();
        let layout = Layout::of(&document, table, document.indicator("G2"));
        assert_eq!((layout.rows_by.as_slice(), layout.rows.len()), ([Dimension::Commune].as_slice(), 32));
        assert!(matches!(&layout.columns, Columns::Split(Dimension::Sex, codes) if codes.len() == 3));
        let cell = layout.cell(&layout.rows[1], Some((Dimension::Sex, "female"))).unwrap();
        assert_eq!(cell.value, Some(55));
    }

    #[test]
    fn a_ratio_has_its_parts_across() {
        let document = sample::document();
        let table = document.tables_of("G8").next().unwrap();
        let layout = Layout::of(&document, table, document.indicator("G8"));
        assert!(matches!(&layout.columns, Columns::Parts(parts) if parts.last() == Some(&Part::Share)));
        assert_eq!(layout.name_columns(), 1);
    }
}
