//! A workbook for people: a cover, the progress to the targets, and a sheet with a chart for each table. Nothing that comes from
//! data is ever a formula.

mod chart;
mod cover;
mod layout;
mod progress;
mod style;
mod table;

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::document::{Document, Table};
use super::language::{Language, Named};

/// Media type of the file.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What stands where a figure is withheld.
const WITHHELD: &str = "–";

/// The longest name that a sheet can have.
const LONGEST_NAME: usize = 31;

/// How many rows can still be read when they are on one page.
const LONGEST_PAGE: u32 = 60;

/// What a workbook may take.
struct Limits {
    /// How many cells of tables may be held in memory. Tables that are more than that have no charts.
    held: usize,
    /// How many rows fit into a sheet.
    rows: u32,
}

const LIMITS: Limits = Limits { held: 40_000, rows: 1_048_576 };

/// Where the cells of a table are until the workbook is written.
enum Kept<'a> {
    InMemory,
    /// In temporary files, where no chart finds its figures.
    OnDisk(&'a mut Workbook),
}

impl Kept<'_> {
    fn sheet(&mut self) -> Result<Worksheet, XlsxError> {
        match self {
            Self::InMemory => Ok(Worksheet::new()),
            Self::OnDisk(workbook) => workbook.new_worksheet_with_constant_memory(),
        }
    }
}

/// A sheet of the workbook, as the cover lists it.
struct Listed {
    sheet: String,
    about: String,
}

/// Writes the file, in memory that does not grow with the tables: long ones take temporary files, and go on in further sheets
/// where they do not fit into one.
///
/// # Errors
/// When the bytes cannot be written down, or no temporary file can be made.
///
/// # Panics
/// When there is no space left for a temporary file.
pub fn write(document: &Document, language: Language, out: &mut (impl Write + Send)) -> io::Result<()> {
    write_within(&LIMITS, document, language, out).map_err(|error| match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    })
}

fn write_within(
    limits: &Limits,
    document: &Document,
    language: Language,
    out: &mut (impl Write + Send),
) -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document, language)?);
    let mut sheets = Vec::new();
    if document.indicators.iter().any(|indicator| indicator.target.is_some()) {
        let sheet = language.pick("Tiến độ", "Progress").to_owned();
        let about = language.pick("Tiến độ so với mục tiêu", "Progress to the targets").to_owned();
        let made = progress::sheet(document, language, &sheet)?;
        sheets.push((Listed { sheet, about }, made));
    }
    let mut room = limits.held;
    for numbered in (1..).zip(&document.tables) {
        let rest = room.checked_sub(numbered.1.cells.len());
        room = rest.unwrap_or(room);
        let kept = if rest.is_some() { Kept::InMemory } else { Kept::OnDisk(&mut workbook) };
        sheets.extend(table::sheets(document, language, numbered, limits.rows, kept)?);
    }
    let (listed, sheets): (Vec<_>, Vec<_>) = sheets.into_iter().unzip();
    workbook.push_worksheet(cover::sheet(document, language, &listed)?);
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_writer(out)
}

/// What the file says about itself: its date is that of the publication.
fn properties(document: &Document, language: Language) -> Result<DocProperties, XlsxError> {
    let created = ExcelDateTime::from_timestamp(document.published_at.timestamp())?;
    Ok(DocProperties::new()
        .set_title(language.pick(&document.title_vi, &document.title_en))
        .set_subject(&document.number)
        .set_author(document.publisher.name(language))
        .set_company(document.publisher.name(language))
        .set_creation_datetime(&created))
}

/// Prints on A4, one page wide; what is not long fits on one page.
fn paged(mut sheet: Worksheet, document: &Document, rows: u32) -> Worksheet {
    let pages = u16::from(rows <= LONGEST_PAGE);
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, pages);
    sheet.set_footer(format!("&L{}&R&P / &N", document.number.replace('&', "&&")));
    sheet
}

/// A name that spreadsheets accept: number, indicator, dimensions, and which sheet of the table it is.
fn sheet_name(number: usize, table: &Table, part: usize, language: Language) -> String {
    let by: Vec<&str> = table.by.iter().map(|dimension| dimension.name(language)).collect();
    let name = format!("{number} {} {}", table.indicator, by.join("×"));
    let end = if part == 1 { String::new() } else { format!(" ({part})") };
    let allowed =
        name.chars().filter(|character| !"[]:*?/\\'".contains(*character) && !character.is_control());
    let mut short = String::new();
    for character in allowed {
        if short.encode_utf16().count() + character.len_utf16() + end.len() > LONGEST_NAME {
            break;
        }
        short.push(character);
    }
    format!("{}{end}", short.trim_end_matches([' ', '×']))
}

/// What a sheet of a table is about: code, indicator, dimensions, and which sheet of the table it is.
fn table_title(document: &Document, table: &Table, part: usize, language: Language) -> String {
    let name =
        document.indicator(&table.indicator).map(|indicator| indicator.name(language)).unwrap_or_default();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let by: Vec<&str> = table.by.iter().map(|dimension| dimension.name(language)).collect();
    let title = match by.as_slice() {
        [] => format!("{}. {name}", table.indicator),
        by => format!("{}. {name} – {}", table.indicator, by.join(", ").to_lowercase()),
    };
    match part {
        1 => title,
        part => format!("{title} ({}, {part})", language.pick("tiếp theo", "continued")),
    }
}

#[cfg(test)]
mod tests;
