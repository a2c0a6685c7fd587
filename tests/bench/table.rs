//! The table that comes out.

use std::fmt;

/// One line: what was measured, next to what, and how it should be.
#[derive(Debug)]
pub struct Row {
    /// What.
    pub measurement: String,
    /// The service's figure.
    pub ours: String,
    /// The figure it is held against.
    pub baseline: String,
    /// One divided by the other, if there are two.
    pub ratio: Option<f64>,
    /// What it should be.
    pub target: &'static str,
    /// Whether it is.
    pub is_met: bool,
}

/// All lines so far.
#[derive(Debug, Default)]
pub struct Table(Vec<Row>);

const HEAD: [&str; 6] = ["measurement", "ours", "baseline", "ratio", "target", ""];

impl Table {
    /// More lines, told at once: the rest may take long.
    pub fn extend(&mut self, rows: impl IntoIterator<Item = Row>) {
        for row in rows {
            println!("{}: {} {}", row.measurement, row.ours, row.baseline);
            self.0.push(row);
        }
    }

    fn cells(&self) -> Vec<[String; 6]> {
        let row = |row: &Row| {
            let ratio = row.ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"));
            let verdict = if row.is_met { "ok" } else { "short" };
            [
                row.measurement.clone(),
                row.ours.clone(),
                row.baseline.clone(),
                ratio,
                row.target.to_owned(),
                verdict.to_owned(),
            ]
        };
        std::iter::once(HEAD.map(str::to_owned)).chain(self.0.iter().map(row)).collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells = self.cells();
        let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        for row in &cells {
            let line: Vec<String> =
                row.iter().enumerate().map(|(column, cell)| format!("{cell:<0$}", width(column))).collect();
            writeln!(f, "{}", line.join("  ").trim_end())?;
        }
        Ok(())
    }
}
