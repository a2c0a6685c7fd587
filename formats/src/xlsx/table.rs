//! The sheet of one table.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::super::document::{Cell, Document, Indicator, Table};
use super::super::figures::Key;
use super::super::language::{Language, Named};
use super::layout::{Columns, Layout, Part};
use super::{WITHHELD, chart, paged, style, table_title};

/// The row of the names of columns; figures start below.
pub const HEADER: u32 = 4;

/// Makes the sheet.
pub fn sheet(
    document: &Document,
    language: Language,
    table: &Table,
    name: &str,
) -> Result<Worksheet, XlsxError> {
    let indicator = document.indicator(&table.indicator);
    let page = Page { document, language, indicator, layout: Layout::of(document, table, indicator) };
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    let title = table_title(document, table, language);
    sheet.write_string_with_format(0, 0, &title, &style::title())?;
    sheet.write_string_with_format(1, 0, page.remark(), &style::remark())?;
    if table.cells.iter().any(|cell| cell.suppressed) {
        let sign = language.pick("số liệu không công bố", "figure not published");
        sheet.write_string_with_format(2, 0, format!("{WITHHELD} : {sign}"), &style::remark())?;
    }
    page.headers(&mut sheet)?;
    for (row, key) in (HEADER + 1..).zip(&page.layout.rows) {
        page.names(&mut sheet, row, key)?;
        page.figures(&mut sheet, row, key)?;
    }
    sheet.set_freeze_panes(HEADER + 1, page.layout.name_columns())?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    let largest = table.cells.iter().filter_map(|cell| cell.value).max().unwrap_or(0);
    let picture = chart::Picture::new(name, &title, indicator, largest, language);
    picture.add(&mut sheet, &page.layout)?;
    Ok(paged(sheet, document, page.layout.rows.len()))
}

struct Page<'a> {
    document: &'a Document,
    language: Language,
    indicator: Option<&'a Indicator>,
    layout: Layout<'a>,
}

impl Page<'_> {
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
        for dimension in &self.layout.rows_by {
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
            Columns::Split(dimension, codes) => codes.iter().try_for_each(|code| {
                let name = code.as_ref().map(|code| self.category(*dimension, code));
                put(sheet, name.unwrap_or(self.total()), style::number_header(), width)
            }),
        }?;
        sheet.set_row_height(HEADER, 32)?;
        Ok(())
    }

    /// The names of a row. In the row of a total they say so.
    fn names(&self, sheet: &mut Worksheet, row: u32, key: &Key) -> Result<(), XlsxError> {
        let format = style::text(key.is_empty());
        let mut column = 0;
        for dimension in &self.layout.rows_by {
            let code = key.get(dimension);
            if dimension.is_area() {
                sheet.write_string_with_format(row, column, code.map_or("", String::as_str), &format)?;
                column += 1;
            }
            let name = code.map_or(self.total(), |code| self.category(*dimension, code));
            sheet.write_string_with_format(row, column, name, &format)?;
            column += 1;
        }
        if self.layout.rows_by.is_empty() {
            sheet.write_string_with_format(row, 0, self.document.area.name(self.language), &format)?;
        }
        Ok(())
    }

    fn figures(&self, sheet: &mut Worksheet, row: u32, key: &Key) -> Result<(), XlsxError> {
        let start = self.layout.name_columns();
        let is_total = key.is_empty();
        match &self.layout.columns {
            Columns::Parts(parts) => (start..).zip(parts).try_for_each(|(column, &part)| {
                figure(sheet, (row, column), self.layout.cell(key, None), part, is_total)
            }),
            Columns::Split(dimension, codes) => (start..).zip(codes).try_for_each(|(column, code)| {
                let across = code.as_ref().map(|code| (*dimension, code.as_str()));
                figure(sheet, (row, column), self.layout.cell(key, across), Part::Value, is_total)
            }),
        }
    }

    fn category<'b>(&'b self, dimension: super::super::document::Dimension, code: &'b str) -> &'b str {
        self.document.category(dimension, code).map_or(code, |category| category.name(self.language))
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
    is_total: bool,
) -> Result<(), XlsxError> {
    let Some(cell) = cell else { return sheet.write_blank(row, column, &style::text(is_total)).map(|_| ()) };
    if cell.suppressed {
        return sheet.write_string_with_format(row, column, WITHHELD, &style::withheld(is_total)).map(|_| ());
    }
    let (value, format) = match part {
        Part::Value => (cell.value.map(number), style::number(is_total)),
        Part::Denominator => (cell.denominator.map(number), style::number(is_total)),
        Part::Share => (cell.share_bps.map(|bps| number(bps) / 10_000.0), style::percent(is_total)),
    };
    match value {
        Some(value) => sheet.write_number_with_format(row, column, value, &format),
        None => sheet.write_blank(row, column, &format),
    }
    .map(|_| ())
}

/// A number as spreadsheets hold it; exact for everything that this service counts.
#[expect(clippy::cast_precision_loss, reason = "amounts are limited to 9e15, which a double holds exactly")]
pub fn number(value: i64) -> f64 {
    value as f64
}
