//! Which cell of a table goes where: rows by one or more dimensions, columns by one dimension or by the parts of a figure. Rows
//! are told one after the other, so that a table of any length needs no memory besides its own.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::iter;

use super::super::document::{Category, Cell, Dimension, Document, Indicator, Table};

/// A table as rows and columns.
pub struct Layout<'a> {
    /// The dimensions that have a column of names.
    pub rows_by: Vec<Axis<'a>>,
    pub columns: Columns<'a>,
    cells: &'a [Cell],
    /// The cells row by row, where they do not stand like that in the table.
    sorted: Option<Vec<&'a Cell>>,
}

/// What stands beside each other.
pub enum Columns<'a> {
    /// The parts of one figure.
    Parts(Vec<Part>),
    /// The total and the categories of a dimension.
    Split(Axis<'a>),
}

/// A part of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Value,
    Denominator,
    Share,
}

/// A dimension, and those of its categories that a table has.
pub struct Axis<'a> {
    pub dimension: Dimension,
    /// In the order in which they are shown.
    pub categories: Vec<&'a Category>,
    places: HashMap<&'a str, usize>,
}

/// A row: cells that agree in all dimensions that have a column of names.
pub struct Row<'a> {
    /// Any of the cells, which tells the names.
    pub named: &'a Cell,
    /// The only cell, or that of the total and of each category across.
    pub cells: Vec<Option<&'a Cell>>,
}

impl<'a> Axis<'a> {
    fn of(document: &'a Document, table: &Table, dimension: Dimension) -> Self {
        let used: HashSet<&str> =
            table.cells.iter().filter_map(|cell| cell.key.get(&dimension)).map(String::as_str).collect();
        let known = document.categories_of(dimension).iter();
        let categories: Vec<_> = known.filter(|category| used.contains(category.code.as_str())).collect();
        let places = categories.iter().zip(1..).map(|(category, place)| (category.code.as_str(), place));
        Self { dimension, places: places.collect(), categories }
    }

    /// The category of a cell; nothing when it is a sum over all.
    pub fn category(&self, cell: &Cell) -> Option<&'a Category> {
        let place = self.place(cell)?.checked_sub(1)?;
        self.categories.get(place).copied()
    }

    /// Sums come first; a category that the document does not know has no place.
    fn place(&self, cell: &Cell) -> Option<usize> {
        cell.key.get(&self.dimension).map_or(Some(0), |code| self.places.get(code.as_str()).copied())
    }
}

impl<'a> Layout<'a> {
    /// Arranges a table. The dimension with the fewest categories goes across; a ratio has its parts across.
    pub fn of(document: &'a Document, table: &'a Table, indicator: Option<&Indicator>) -> Self {
        let is_ratio = indicator.is_some_and(|indicator| indicator.is_ratio);
        let mut axes: Vec<_> = table.by.iter().map(|&it| Axis::of(document, table, it)).collect();
        let smallest = (0..axes.len()).min_by_key(|&at| axes[at].categories.len());
        let columns = match smallest {
            Some(at) if axes.len() > 1 && !is_ratio => Columns::Split(axes.remove(at)),
            _ if is_ratio => Columns::Parts(vec![Part::Value, Part::Denominator, Part::Share]),
            _ => Columns::Parts(vec![Part::Value]),
        };
        let mut layout = Self { rows_by: axes, columns, cells: &table.cells, sorted: None };
        if !layout.in_order().is_sorted_by(|one, other| layout.compare(one, other).is_le()) {
            let mut sorted: Vec<_> = layout.in_order().collect();
            sorted.sort_by(|one, other| layout.compare(one, other));
            layout.sorted = Some(sorted);
        }
        layout
    }

    /// The rows, total first.
    pub fn rows(&self) -> impl Iterator<Item = Row<'a>> {
        let mut cells = self.in_order().peekable();
        iter::from_fn(move || {
            let named = cells.next()?;
            let mut row = Row { named, cells: vec![None; self.width()] };
            row.cells[self.column(named)] = Some(named);
            while let Some(cell) = cells.next_if(|cell| self.compare(named, cell).is_eq()) {
                row.cells[self.column(cell)] = Some(cell);
            }
            Some(row)
        })
    }

    /// How many columns the names take: places have their code in one more.
    pub fn name_columns(&self) -> u16 {
        self.rows_by.iter().map(|axis| 1 + u16::from(axis.dimension.is_area())).sum::<u16>().max(1)
    }

    /// Whether a row sums over all dimensions that have a column of names.
    pub fn is_total(&self, row: &Row<'_>) -> bool {
        self.rows_by.iter().all(|axis| axis.category(row.named).is_none())
    }

    /// The cells that have a place, row by row.
    fn in_order(&self) -> Box<dyn Iterator<Item = &'a Cell> + '_> {
        match &self.sorted {
            Some(sorted) => Box::new(sorted.iter().copied()),
            None => Box::new(self.cells.iter().filter(|cell| self.has_place(cell))),
        }
    }

    fn has_place(&self, cell: &Cell) -> bool {
        let axes = || self.rows_by.iter().chain(self.across());
        axes().all(|axis| axis.place(cell).is_some())
            && cell.key.keys().all(|dimension| axes().any(|axis| axis.dimension == *dimension))
    }

    /// Which of two cells stands in a later row.
    fn compare(&self, one: &Cell, other: &Cell) -> Ordering {
        let places = |cell| self.rows_by.iter().map(move |axis: &Axis<'_>| axis.place(cell));
        places(one).cmp(places(other))
    }

    fn across(&self) -> Option<&Axis<'a>> {
        match &self.columns {
            Columns::Split(axis) => Some(axis),
            Columns::Parts(_) => None,
        }
    }

    fn width(&self) -> usize {
        self.across().map_or(1, |axis| axis.categories.len() + 1)
    }

    fn column(&self, cell: &Cell) -> usize {
        self.across().and_then(|axis| axis.place(cell)).unwrap_or(0)
    }
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
        let rows: Vec<_> = layout.rows().collect();
        assert_eq!((layout.rows_by[0].dimension, layout.rows_by.len()), (Dimension::Commune, 1));
        assert!(matches!(&layout.columns, Columns::Split(axis) if axis.categories.len() == 2));
        assert_eq!((rows.len(), layout.is_total(&rows[0]), layout.is_total(&rows[1])), (32, true, false));
        assert_eq!(rows[1].cells[1].unwrap().value, Some(55));
    }

    #[test]
    fn a_ratio_has_its_parts_across() {
        let document = sample::document();
        let table = document.tables_of("G8").next().unwrap();
        let layout = Layout::of(&document, table, document.indicator("G8"));
        assert!(matches!(&layout.columns, Columns::Parts(parts) if parts.last() == Some(&Part::Share)));
        assert_eq!(layout.name_columns(), 1);
    }

    #[test]
    fn cells_in_any_order_give_the_same_rows() {
        let document = sample::long(4);
        for table in &document.tables {
            let mut shuffled = table.clone();
            shuffled.cells.reverse();
            let rows = |table| {
                let layout = Layout::of(&document, table, document.indicator(&table.indicator));
                layout.rows().map(|row| row.cells.into_iter().map(Option::<&_>::cloned).collect()).collect()
            };
            let expected: Vec<Vec<_>> = rows(table);
            assert_eq!(rows(&shuffled), expected);
        }
    }
}
