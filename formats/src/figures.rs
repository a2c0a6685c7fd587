//! Looking things up in a document, and each of its figures once.

use std::collections::BTreeMap;

use super::document::{Category, Cell, Dimension, Document, Indicator, Table};

/// The categories that say which cell it is.
pub type Key = BTreeMap<Dimension, String>;

/// One figure of a document.
#[derive(Clone, Copy, Debug)]
pub struct Figure<'a> {
    pub indicator: &'a Indicator,
    pub cell: &'a Cell,
}

impl Document {
    /// What is known about an indicator.
    #[must_use]
    pub fn indicator(&self, code: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.code == code)
    }

    /// What is known about a category.
    #[must_use]
    pub fn category(&self, dimension: Dimension, code: &str) -> Option<&Category> {
        self.categories_of(dimension).iter().find(|category| category.code == code)
    }

    /// The categories of a dimension, in the order in which they are shown.
    pub fn categories_of(&self, dimension: Dimension) -> &[Category] {
        self.categories.get(&dimension).map_or(&[], Vec::as_slice)
    }

    /// The total of an indicator: the cell that is summed over everything.
    #[must_use]
    pub fn total(&self, indicator: &str) -> Option<&Cell> {
        let tables = self.tables.iter().filter(|table| table.indicator == indicator);
        tables.flat_map(|table| &table.cells).find(|cell| cell.key.is_empty())
    }

    /// The tables about an indicator.
    pub fn tables_of<'a>(&'a self, indicator: &'a str) -> impl Iterator<Item = &'a Table> {
        self.tables.iter().filter(move |table| table.indicator == indicator)
    }

    /// Each figure once, in the order of the indicators and then of the tables. Several tables may hold the same figure; where
    /// one of them withholds it, it is withheld.
    #[must_use]
    pub fn figures(&self) -> Vec<Figure<'_>> {
        let mut figures = Vec::new();
        for indicator in &self.indicators {
            let mut place: BTreeMap<&Key, usize> = BTreeMap::new();
            let start = figures.len();
            for cell in self.tables_of(&indicator.code).flat_map(|table| &table.cells) {
                let at = *place.entry(&cell.key).or_insert(figures.len() - start) + start;
                match figures.get_mut(at) {
                    None => figures.push(Figure { indicator, cell }),
                    Some(known) if cell.suppressed => known.cell = cell,
                    Some(_) => {}
                }
            }
        }
        figures
    }
}

impl Document {
    /// Each figure once by the place that it is about, for formats in which a cell has one place: without those that name a
    /// district besides a commune in it, or the area that all figures are about.
    #[must_use]
    pub fn figures_by_place(&self) -> Vec<Figure<'_>> {
        let mut figures = self.figures();
        figures.retain(|figure| !self.names_place_twice(&figure.cell.key));
        figures
    }

    fn names_place_twice(&self, key: &Key) -> bool {
        let (district, commune) = (key.get(&Dimension::District), key.get(&Dimension::Commune));
        let is_own = |dimension: Dimension, code: Option<&String>| {
            self.area.level == dimension.code() && code.is_some_and(|code| *code == self.area.code)
        };
        district.is_some() && commune.is_some_and(|code| is_official_code(code))
            || is_own(Dimension::District, district)
            || is_own(Dimension::Commune, commune)
    }
}

impl Indicator {
    /// Whether the figures are money.
    #[must_use]
    pub fn is_money(&self) -> bool {
        self.unit == "vnd"
    }
}

impl Cell {
    /// What a reader compares with the target: the share of a ratio, else the value; nothing when withheld.
    #[must_use]
    pub fn measured(&self, indicator: &Indicator) -> Option<i64> {
        if self.suppressed {
            return None;
        }
        if indicator.is_ratio { self.share_bps } else { self.value }
    }
}

/// Hundredths of a percent as a decimal number with two places, for machines: `63.18`.
pub fn percent_decimal(bps: i64) -> String {
    let sign = if bps < 0 { "-" } else { "" };
    let bps = bps.unsigned_abs();
    format!("{sign}{}.{:02}", bps / 100, bps % 100)
}

/// Whether a code is that of a place, and not of something like `not_assigned`.
pub fn is_official_code(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::percent_decimal;

    #[test]
    fn a_figure_of_several_tables_is_one() {
        let document = sample::document();
        let figures = document.figures();
        let totals = figures.iter().filter(|it| it.indicator.code == "G1" && it.cell.key.is_empty());
        assert_eq!(totals.count(), 1);
    }

    #[test]
    fn a_figure_that_one_table_withholds_is_withheld() {
        let mut document = sample::document();
        let mut table = document.tables[0].clone();
        table.cells[0].suppressed = true;
        document.tables.push(table);
        let figures = document.figures();
        assert!(
            figures
                .iter()
                .any(|it| it.indicator.code == "G1" && it.cell.key.is_empty() && it.cell.suppressed)
        );
    }

    #[test]
    fn percentages_have_two_decimals() {
        assert_eq!([6318, 5, -5, 10_000].map(percent_decimal), ["63.18", "0.05", "-0.05", "100.00"]);
    }
}
