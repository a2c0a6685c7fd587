//! Charts beside the tables.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLine, ChartSolidFill, ChartType, Worksheet, XlsxError,
};

use super::super::document::{Dimension, Indicator};
use super::super::language::Language;
use super::layout::{Columns, Layout};
use super::{style, table};

/// Rows of space between two charts.
const GAP: u32 = 3;

/// Height of a row of the sheet in pixels.
const ROW: u32 = 20;

/// How many rows a chart can still show: the total, and a bar for every commune of a province.
const MOST_ROWS: u32 = 301;

/// How many columns a chart can still show beside each other.
const MOST_COLUMNS: usize = 100;

/// A range of a sheet: first row and column, last row and column.
type Range = (u32, u16, u32, u16);

/// What the charts of a sheet have in common.
pub struct Picture<'a> {
    sheet: &'a str,
    title: &'a str,
    is_ratio: bool,
    format: &'static str,
    /// What numbers are in when they are shortened.
    size: &'static str,
    language: Language,
}

impl<'a> Picture<'a> {
    /// Large numbers are shown in millions or billions.
    pub fn new(
        sheet: &'a str,
        title: &'a str,
        indicator: Option<&Indicator>,
        largest: i64,
        language: Language,
    ) -> Self {
        let is_ratio = indicator.is_some_and(|indicator| indicator.is_ratio);
        let (format, size) = match largest {
            _ if is_ratio => ("0.0%", ""),
            10_000_000..1_000_000_000 => ("#,##0.0,,", language.pick("triệu", "million")),
            1_000_000_000.. => ("#,##0.0,,,", language.pick("tỷ", "billion")),
            _ => ("#,##0", ""),
        };
        Self { sheet, title, is_ratio, format, size, language }
    }

    /// Adds a chart of the rows, and one of the columns when these are the categories of a dimension, unless there are too many.
    pub fn add(&self, sheet: &mut Worksheet, layout: &Layout<'_>, rows: u32) -> Result<(), XlsxError> {
        let first = table::HEADER + 1;
        let last = table::HEADER + rows;
        let names = layout.name_columns();
        let (figures, width) = match &layout.columns {
            Columns::Parts(parts) => (names + if self.is_ratio { 2 } else { 0 }, parts.len()),
            Columns::Split(axis) => (names, axis.categories.len() + 1),
        };
        let end = names + u16::try_from(width).unwrap_or(u16::MAX - names);
        let mut row = table::HEADER;
        if let ([axis], 2..=MOST_ROWS) = (layout.rows_by.as_slice(), rows) {
            let ranges = [(first + 1, names - 1, last, names - 1), (first + 1, figures, last, figures)];
            let (chart, height) = self.by_rows(axis.dimension, ranges, last - first);
            sheet.insert_chart(row, end + 1, &chart)?;
            row += height / ROW + GAP;
        }
        match &layout.columns {
            Columns::Split(axis) if (1..=MOST_COLUMNS).contains(&axis.categories.len()) => {
                let ranges =
                    [(table::HEADER, names + 1, table::HEADER, end - 1), (first, names + 1, first, end - 1)];
                sheet.insert_chart(row, end + 1, &self.by_columns(axis.dimension, ranges))?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Columns for years, else bars, high enough for all names.
    fn by_rows(&self, dimension: Dimension, ranges: [Range; 2], count: u32) -> (Chart, u32) {
        let is_time = dimension == Dimension::Year;
        let height = if is_time { 340 } else { 100 + count * 22 };
        let mut chart =
            self.chart(if is_time { ChartType::Column } else { ChartType::Bar }, dimension, ranges);
        chart.set_width(620).set_height(height);
        if is_time {
            columns(&mut chart, self.format);
        } else {
            bars(&mut chart);
        }
        (chart, height)
    }

    fn by_columns(&self, dimension: Dimension, ranges: [Range; 2]) -> Chart {
        let mut chart = self.chart(ChartType::Column, dimension, ranges);
        columns(&mut chart, self.format);
        chart.set_width(620).set_height(320);
        chart
    }

    fn chart(&self, kind: ChartType, dimension: Dimension, [names, figures]: [Range; 2]) -> Chart {
        let mut chart = Chart::new(kind);
        let at = |(row, column, last_row, last_column)| (self.sheet, row, column, last_row, last_column);
        chart
            .add_series()
            .set_categories(at(names))
            .set_values(at(figures))
            .set_name(self.title)
            .set_format(&mut filled(style::BLUE))
            .set_gap(45)
            .set_data_label(ChartDataLabel::new().show_value().set_num_format(self.format));
        let size = if self.size.is_empty() { String::new() } else { format!(" ({})", self.size) };
        let about = self.title.split(" – ").next().unwrap_or(self.title);
        titled(&mut chart, &format!("{about} – {}{size}", dimension.name(self.language)));
        chart
    }
}

/// Gives a chart a title, which is also what is read aloud; one series needs no legend.
pub fn titled(chart: &mut Chart, title: &str) {
    let mut font = ChartFont::new();
    font.set_size(12).set_bold();
    chart.title().set_name(title).set_font(&font);
    chart.set_alt_text(title);
    chart.legend().set_hidden();
}

/// Bars from the left, the first on top. The numbers stand beside them, so they need no axis.
pub fn bars(chart: &mut Chart) {
    chart.x_axis().set_min(0).set_hidden(true).set_major_gridlines(false);
    chart.y_axis().set_reverse().set_major_gridlines(false);
}

/// Columns on quiet lines.
fn columns(chart: &mut Chart, format: &str) {
    chart
        .y_axis()
        .set_min(0)
        .set_num_format(format)
        .set_major_gridlines_line(ChartLine::new().set_color(style::LINE));
}

/// A bar of one colour.
pub fn filled(color: rust_xlsxwriter::Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(color));
    format
}
