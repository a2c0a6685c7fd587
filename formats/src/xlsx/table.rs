//! The sheets of one table: one, and more where the rows do not fit into it.

use std::iter::Peekable;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::super::document::{Cell, Document, Indicator, Table};
use super::super::language::{Language, Named};
use super::layout::{Axis, Columns, Layout, Part, Row};
use super::style::Body;
use super::{Kept, Listed, WITHHELD, chart, paged, sheet_name, style, table_title};

/// The row of the names of columns; figures start below.
pub const HEADER: u32 = 4;

/// Makes the sheets of the table with a number, each no longer than fits.
pub fn sheets(
    document: &Document,
    language: Language,
    (number, table): (usize, &Table),
    longest: u32,
    mut kept: Kept<'_>,
) -> Result<Vec<(Listed, Worksheet)>, XlsxError> {
    let indicator = document.indicator(&table.indicator);
    let layout = Layout::of(document, table, indicator);
    let looks = [false, true].map(Body::new);
    let page = Page { document, language, table, indicator, layout, looks };
    let mut rows = page.layout.rows().peekable();
    let mut sheets = Vec::new();
    loop {
        let part = sheets.len() + 1;
        let listed = Listed {
            sheet: sheet_name(number, table, part, language),
            about: table_title(document, table, part, language),
        };
        let mut sheet = kept.sheet()?;
        sheet.set_name(&listed.sheet)?;
        let end = page.fill(&mut sheet, &listed.about, &mut rows, longest)?;
        if part == 1 && matches!(kept, Kept::InMemory) {
            page.picture(&mut sheet, &listed, end - HEADER - 1)?;
        }
        sheets.push((listed, paged(sheet, document, end - HEADER - 1)));
        if rows.peek().is_none() {
            return Ok(sheets);
        }
    }
}

struct Page<'a> {
    document: &'a Document,
    language: Language,
    table: &'a Table,
    indicator: Option<&'a Indicator>,
    layout: Layout<'a>,
    /// Of parts and of totals.
    looks: [Body; 2],
}

impl<'a> Page<'a> {
    /// Writes a sheet from top to bottom, because one that is not held in memory cannot be written otherwise. Gives the row
    /// after the last.
    fn fill(
        &self,
        sheet: &mut Worksheet,
        title: &str,
        rows: &mut Peekable<impl Iterator<Item = Row<'a>>>,
        longest: u32,
    ) -> Result<u32, XlsxError> {
        sheet.write_string_with_format(0, 0, title, &style::title())?;
        sheet.write_string_with_format(1, 0, self.remark(), &style::remark())?;
        if self.table.cells.iter().any(|cell| cell.suppressed) {
            let sign = self.language.pick("số liệu không công bố", "figure not published");
            sheet.write_string_with_format(2, 0, format!("{WITHHELD} : {sign}"), &style::remark())?;
        }
        self.headers(sheet)?;
        sheet.set_freeze_panes(HEADER + 1, self.layout.name_columns())?;
        sheet.set_repeat_rows(HEADER, HEADER)?;
        let mut at = HEADER + 1;
        while at < longest
            && let Some(row) = rows.next()
        {
            let look = &self.looks[usize::from(self.layout.is_total(&row))];
            self.names(sheet, at, &row, look)?;
            self.figures(sheet, at, &row, look)?;
            at += 1;
        }
        Ok(at)
    }

    /// Adds the charts of the first sheet.
    fn picture(&self, sheet: &mut Worksheet, listed: &Listed, rows: u32) -> Result<(), XlsxError> {
        let largest = self.table.cells.iter().filter_map(|cell| cell.value).max().unwrap_or(0);
        let Listed { sheet: name, about } = listed;
        chart::Picture::new(name, about, self.indicator, largest, self.language).add(
            sheet,
            &self.layout,
            rows,
        )
    }

    /// Area, period, unit.
    fn remark(&self) -> String {
        let unit = self.indicator.map(|indicator| self.language.unit(&indicator.unit)).unwrap_or_default();
        let label = self.language.pick("đơn vị tính", "unit");
        format!(
            "{} – {} – {label}: {unit}",
            self.document.area.name(self.language),
            self.document.period.label
        )
    }

    fn headers(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let mut column = 0;
        let mut put = |sheet: &mut Worksheet, text: &str, format, width: u16| -> Result<(), XlsxError> {
            sheet.write_string_with_format(HEADER, column, text, &format)?;
            sheet.set_column_width(column, width)?;
            column += 1;
            Ok(())
        };
        for Axis { dimension, .. } in &self.layout.rows_by {
            if dimension.is_area() {
                put(sheet, self.language.pick("Mã", "Code"), style::header(), 14)?;
            }
            put(sheet, dimension.name(self.language), style::header(), 26)?;
        }
        if self.layout.rows_by.is_empty() {
            put(sheet, self.language.pick("Địa bàn", "Area"), style::header(), 26)?;
        }
        let width = if self.indicator.is_some_and(Indicator::is_money) { 20 } else { 14 };
        match &self.layout.columns {
            Columns::Parts(parts) => parts
                .iter()
                .try_for_each(|&part| put(sheet, self.part_name(part), style::number_header(), width)),
            Columns::Split(axis) => {
                let names = axis.categories.iter().map(|category| category.name(self.language));
                std::iter::once(self.total())
                    .chain(names)
                    .try_for_each(|name| put(sheet, name, style::number_header(), width))
            }
        }?;
        sheet.set_row_height(HEADER, 32)?;
        Ok(())
    }

    /// The names of a row. In the row of a total they say so.
    fn names(&self, sheet: &mut Worksheet, at: u32, row: &Row<'_>, look: &Body) -> Result<(), XlsxError> {
        let mut column = 0;
        for axis in &self.layout.rows_by {
            let category = axis.category(row.named);
            if axis.dimension.is_area() {
                let code = category.map_or("", |category| &category.code);
                sheet.write_string_with_format(at, column, code, &look.text)?;
                column += 1;
            }
            let name = category.map_or(self.total(), |category| category.name(self.language));
            sheet.write_string_with_format(at, column, name, &look.text)?;
            column += 1;
        }
        if self.layout.rows_by.is_empty() {
            sheet.write_string_with_format(at, 0, self.document.area.name(self.language), &look.text)?;
        }
        Ok(())
    }

    fn figures(&self, sheet: &mut Worksheet, at: u32, row: &Row<'_>, look: &Body) -> Result<(), XlsxError> {
        let columns = self.layout.name_columns()..;
        match &self.layout.columns {
            Columns::Parts(parts) => columns
                .zip(parts)
                .try_for_each(|(column, &part)| figure(sheet, (at, column), row.cells[0], part, look)),
            Columns::Split(_) => columns
                .zip(&row.cells)
                .try_for_each(|(column, &cell)| figure(sheet, (at, column), cell, Part::Value, look)),
        }
    }

    fn total(&self) -> &'static str {
        self.language.pick("Tổng số", "Total")
    }

    fn part_name(&self, part: Part) -> &str {
        let denominator =
            |of: fn(&Indicator) -> Option<&String>| self.indicator.and_then(of).map(String::as_str);
        match part {
            Part::Value => self.language.pick("Giá trị", "Value"),
            Part::Denominator => self.language.pick(
                denominator(|it| it.denominator_vi.as_ref()).unwrap_or("Mẫu số"),
                denominator(|it| it.denominator_en.as_ref()).unwrap_or("Denominator"),
            ),
            Part::Share => self.language.pick("Tỷ lệ", "Share"),
        }
    }
}

/// One part of a cell; a part that does not exist leaves its place empty.
fn figure(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Option<&Cell>,
    part: Part,
    look: &Body,
) -> Result<(), XlsxError> {
    let Some(cell) = cell else { return sheet.write_blank(row, column, &look.text).map(|_| ()) };
    if cell.suppressed {
        return sheet.write_string_with_format(row, column, WITHHELD, &look.withheld).map(|_| ());
    }
    let (value, format) = match part {
        Part::Value => (cell.value.map(number), &look.number),
        Part::Denominator => (cell.denominator.map(number), &look.number),
        Part::Share => (cell.share_bps.map(|bps| number(bps) / 10_000.0), &look.percent),
    };
    match value {
        Some(value) => sheet.write_number_with_format(row, column, value, format),
        None => sheet.write_blank(row, column, format),
    }
    .map(|_| ())
}

/// A number as spreadsheets hold it; exact for everything that this service counts.
#[expect(clippy::cast_precision_loss, reason = "amounts are limited to 9e15, which a double holds exactly")]
pub fn number(value: i64) -> f64 {
    value as f64
}
